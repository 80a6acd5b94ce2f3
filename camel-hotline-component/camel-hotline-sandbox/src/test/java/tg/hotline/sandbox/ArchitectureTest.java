package tg.hotline.sandbox;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.GeneralCodingRules;

@AnalyzeClasses(
    packages = "tg.hotline.sandbox",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule ONLY_MAIN_PRINTS =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName(Main.class.getName())
          .should(GeneralCodingRules.ACCESS_STANDARD_STREAMS);

  @ArchTest
  static final ArchRule ONLY_THE_JDK_AND_JACKSON =
      classes()
          .that()
          .doNotHaveFullyQualifiedName(HotlineSandboxExtension.class.getName())
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..",
              "javax.net.ssl..",
              "com.fasterxml.jackson..",
              "org.jspecify.annotations..",
              "tg.hotline.sandbox..");

  @ArchTest
  static final ArchRule THE_DESK_KNOWS_NEITHER_HTTP_NOR_JSON =
      noClasses()
          .that()
          .belongToAnyOf(
              Hotline.class,
              Topic.class,
              Message.class,
              Frontend.class,
              PrivateChat.class,
              ChatMessage.class,
              Keyboard.class,
              BotSession.class,
              Update.class,
              Feed.class,
              Seed.class,
              Journal.class,
              Log.class,
              Script.class)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.net..", "javax.net..", "com.fasterxml.jackson..");

  @ArchTest
  static final ArchRule JACKSON_STAYS_INSIDE =
      methods()
          .that()
          .arePublic()
          .and()
          .areDeclaredInClassesThat(
              describe("are public", type -> type.getModifiers().toString().contains("PUBLIC")))
          .should(notShow("com.fasterxml.jackson"));

  private static ArchCondition<JavaMethod> notShow(String packageName) {
    return new ArchCondition<>("not show " + packageName) {
      @Override
      public void check(JavaMethod method, ConditionEvents events) {
        boolean shown =
            method.getRawReturnType().getPackageName().startsWith(packageName)
                || method.getRawParameterTypes().stream()
                    .map(JavaClass::getPackageName)
                    .anyMatch(name -> name.startsWith(packageName));
        events.add(new SimpleConditionEvent(method, !shown, method.getFullName()));
      }
    };
  }
}
