package tg.hotline.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/**
 * What this JVM has used so far.
 *
 * @param nanos the time
 * @param cpuNanos of all threads, the JVM's own too
 * @param allocated bytes, of the threads that live; those of a run live to its end
 */
record Counters(long nanos, long cpuNanos, long allocated) {

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  static Counters now() {
    long allocated = 0;
    for (long bytes : THREADS.getThreadAllocatedBytes(THREADS.getAllThreadIds())) {
      allocated += Math.max(0, bytes); // -1: it has ended since
    }
    return new Counters(System.nanoTime(), SYSTEM.getProcessCpuTime(), allocated);
  }

  /** Bytes in use after a full collection. */
  static long heap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  static void resetPeakThreads() {
    THREADS.resetPeakThreadCount();
  }

  static int peakThreads() {
    return THREADS.getPeakThreadCount();
  }
}
