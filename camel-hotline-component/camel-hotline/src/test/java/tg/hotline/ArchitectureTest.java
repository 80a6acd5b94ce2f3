package tg.hotline;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packages = {"tg.hotline.topics", "tg.hotline.camel"},
    importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule THE_CLIENT_KNOWS_NO_CAMEL =
      noClasses()
          .that()
          .resideInAPackage("tg.hotline.topics..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.camel..", "tg.hotline.camel..");

  @ArchTest
  static final ArchRule THE_CAMEL_SIDE_SEES_NO_HTTP_AND_NO_JSON_LIBRARY =
      noClasses()
          .that()
          .resideInAPackage("tg.hotline.camel..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.hc..", "java.net.http..", "com.fasterxml..");

  @ArchTest
  static final ArchRule NO_PACKAGE_CYCLES =
      slices().matching("tg.hotline.(*)..").should().beFreeOfCycles();

  @ArchTest static final ArchRule NOTHING_PRINTS = NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

  @ArchTest static final ArchRule ONE_LOGGING_API = NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;

  @ArchTest
  static final ArchRule NOTHING_SLEEPS =
      noClasses().should().callMethod(Thread.class, "sleep", long.class);
}
