package tg.hotline.examples.war;

import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.catalina.Context;
import org.apache.catalina.Lifecycle;
import org.apache.catalina.LifecycleEvent;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.LifecycleListener;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.startup.ContextConfig;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.ContextEnvironment;
import org.jspecify.annotations.Nullable;

/**
 * Tomcat in this JVM. Its web applications see Tomcat and the servlet API, as in any Tomcat, and
 * nothing of what the test has on its class path.
 */
class Container implements AutoCloseable {

  private final Tomcat tomcat = new Tomcat();
  private final StandardHost host;

  Container(Path folder) throws IOException, LifecycleException {
    Files.createDirectories(folder.resolve("webapps"));
    tomcat.setBaseDir(folder.toString());
    tomcat.setAddDefaultWebXmlToWebapp(false);
    tomcat.enableNaming();
    // Its thread would be in the web application now and then, and be taken for a leaked one.
    tomcat.getEngine().setBackgroundProcessorDelay(-1);
    host = (StandardHost) tomcat.getHost();
    host.setParentClassLoader(new OnlyTomcat(getClass().getClassLoader()));
    tomcat.start();
  }

  /**
   * Starts a web application.
   *
   * @param war the file
   * @param parameters of the web application, as a context.xml outside the WAR gives them
   * @param environment entries of type String in its JNDI
   */
  Context deploy(Path war, Map<String, String> parameters, Map<String, String> environment) {
    return tomcat.addWebapp(
        host,
        "/hotline",
        war.toString(),
        (LifecycleListener)
            new ContextConfig() {
              @Override
              public void lifecycleEvent(LifecycleEvent event) {
                if (event.getType().equals(Lifecycle.AFTER_INIT_EVENT)) {
                  Context context = (Context) event.getLifecycle();
                  parameters.forEach(context::addParameter);
                  environment.forEach(
                      (name, value) ->
                          context.getNamingResources().addEnvironment(entry(name, value)));
                }
                super.lifecycleEvent(event);
              }
            });
  }

  /** Stops a web application and forgets it. */
  void undeploy(Context context) {
    host.removeChild(context);
  }

  /** Web applications that were stopped and whose class loader is still held by something. */
  List<String> leaking() {
    return List.of(host.findReloadedContextMemoryLeaks());
  }

  @Override
  public void close() throws LifecycleException {
    tomcat.stop();
    tomcat.destroy();
  }

  private static ContextEnvironment entry(String name, String value) {
    ContextEnvironment entry = new ContextEnvironment();
    entry.setName(name);
    entry.setType(String.class.getName());
    entry.setValue(value);
    return entry;
  }

  /** What Tomcat's common class loader shows to web applications. */
  private static final class OnlyTomcat extends ClassLoader {

    private static final List<String> PACKAGES =
        List.of(
            "jakarta.",
            "org.apache.catalina.",
            "org.apache.coyote.",
            "org.apache.juli.",
            "org.apache.naming.",
            "org.apache.tomcat.");

    private final ClassLoader all;

    OnlyTomcat(ClassLoader all) {
      super(ClassLoader.getPlatformClassLoader());
      this.all = all;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      if (PACKAGES.stream().anyMatch(name::startsWith)) {
        return all.loadClass(name);
      }
      throw new ClassNotFoundException(name);
    }

    @Override
    protected @Nullable URL findResource(String name) {
      String asClass = name.replace('/', '.');
      return PACKAGES.stream().anyMatch(asClass::startsWith) ? all.getResource(name) : null;
    }
  }
}
