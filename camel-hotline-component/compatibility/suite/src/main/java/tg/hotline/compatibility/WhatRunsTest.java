package tg.hotline.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarFile;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import tg.hotline.camel.HotlineComponent;

/** That the others prove what they seem to prove. */
class WhatRunsTest {

  @Test
  void isTheCamelThatIsMeant() throws Exception {
    try (DefaultCamelContext context = new DefaultCamelContext()) {
      assertThat(context.getVersion()).isEqualTo(System.getProperty("hotline.camel.version"));
    }
  }

  /** Where {@link OtherJavaTest} starts it. */
  @Test
  void isTheJavaThatIsMeant() {
    int running = Runtime.version().feature();
    assertThat(running).isEqualTo(Integer.getInteger("hotline.java.version", running));
  }

  @Test
  void isTheBuiltJar() throws Exception {
    Path jar =
        Path.of(HotlineComponent.class.getProtectionDomain().getCodeSource().getLocation().toURI());

    assertThat(jar.getFileName().toString()).startsWith("camel-hotline-").endsWith(".jar");
    assertThat(Files.isRegularFile(jar)).isTrue();
    try (JarFile file = new JarFile(jar.toFile())) {
      assertThat(file.getEntry("META-INF/services/org/apache/camel/component/hotline")).isNotNull();
      assertThat(file.getEntry("META-INF/services/org/apache/camel/send-dynamic/hotline"))
          .as("would call a method that this URI factory does not have for Camel 4.14")
          .isNull();
    }
  }
}
