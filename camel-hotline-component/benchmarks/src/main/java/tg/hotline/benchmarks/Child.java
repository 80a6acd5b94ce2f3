package tg.hotline.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A JVM of its own with a main class of ours, to be asked line by line. */
final class Child implements AutoCloseable {

  /** All JVMs that are compared have the same heap. */
  static final List<String> HALF_A_GIB = List.of("-Xms512m", "-Xmx512m");

  private final Process process;
  private final BufferedReader answers;

  /**
   * Starts it.
   *
   * @param options of the JVM
   */
  Child(List<String> options, Class<?> main, Object... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(main.getName());
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    answers = process.inputReader(StandardCharsets.UTF_8);
  }

  /** What a child does. */
  interface Task {
    void run() throws Exception;
  }

  /** To be called by a child's main method: ends it after that, whatever threads it has left. */
  static void run(Task task) {
    try {
      task.run();
      System.exit(0);
    } catch (Throwable e) {
      e.printStackTrace();
      System.exit(1);
    }
  }

  String ask(Object line) {
    try {
      process.outputWriter(StandardCharsets.UTF_8).append(line + "\n").flush();
      return read();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String read() throws IOException {
    String line = answers.readLine();
    if (line == null) {
      throw new IOException("The process has ended: " + process.info().commandLine().orElse("?"));
    }
    return line;
  }

  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
