package tg.hotline.quarkus.deployment;

import io.quarkus.arc.deployment.UnremovableBeanBuildItem;
import io.quarkus.bootstrap.classloading.QuarkusClassLoader;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.builditem.ExtensionSslNativeSupportBuildItem;
import io.quarkus.deployment.builditem.FeatureBuildItem;
import io.quarkus.deployment.builditem.IndexDependencyBuildItem;
import io.quarkus.deployment.builditem.nativeimage.NativeImageAllowIncompleteClasspathBuildItem;
import io.quarkus.deployment.builditem.nativeimage.NativeImageResourcePatternsBuildItem;
import io.quarkus.deployment.builditem.nativeimage.ReflectiveClassBuildItem;
import tg.hotline.camel.HotlineAuditor;
import tg.hotline.camel.HotlineComponent;
import tg.hotline.camel.HotlineConfiguration;
import tg.hotline.camel.HotlineConnection;
import tg.hotline.camel.HotlineDeliveryUnknownException;
import tg.hotline.camel.HotlineException;
import tg.hotline.camel.HotlineNotSentException;
import tg.hotline.camel.HotlineRejectedException;
import tg.hotline.topics.Credentials;
import tg.hotline.topics.Outcome;
import tg.hotline.topics.SentMessage;
import tg.hotline.topics.TopicInfo;
import tg.hotline.topics.TopicRef;

/** The component in an app of Quarkus, native ones included. */
final class HotlineProcessor {

  /** As camel-quarkus names the features of components. */
  static final String FEATURE = "camel-hotline";

  @BuildStep
  FeatureBuildItem feature() {
    return new FeatureBuildItem(FEATURE);
  }

  /** camel-quarkus registers what it finds of Camel's services and types in indexed jars. */
  @BuildStep
  IndexDependencyBuildItem index() {
    return new IndexDependencyBuildItem("tg.hotline.camel", "camel-hotline");
  }

  /** Camel looks these up by type, which Quarkus cannot see. */
  @BuildStep
  UnremovableBeanBuildItem beans() {
    return UnremovableBeanBuildItem.beanTypes(
        HotlineAuditor.class, HotlineComponent.class, HotlineConnection.class);
  }

  @BuildStep
  ExtensionSslNativeSupportBuildItem ssl() {
    return new ExtensionSslNativeSupportBuildItem(FEATURE);
  }

  /** What Camel makes and sets by properties, and what routes read by {@code ${body.…}}. */
  @BuildStep
  ReflectiveClassBuildItem reflection() {
    return ReflectiveClassBuildItem.builder(
            HotlineConfiguration.class,
            HotlineConnection.class,
            Credentials.class,
            TopicInfo.class,
            TopicRef.class,
            SentMessage.class,
            HotlineException.class,
            HotlineRejectedException.class,
            HotlineNotSentException.class,
            HotlineDeliveryUnknownException.class,
            Outcome.class)
        .methods()
        .reason(HotlineProcessor.class.getName())
        .build();
  }

  @BuildStep
  NativeImageResourcePatternsBuildItem resources() {
    return NativeImageResourcePatternsBuildItem.builder()
        .includeGlobs("kamelets/hotline-*.kamelet.yaml", "META-INF/tg/hotline/camel/*.json")
        .build();
  }

  /** The component names Micrometer's types, and asks first whether they are there. */
  @BuildStep
  @SuppressWarnings("deprecation") // discouraged, but there is nothing else but to replace classes
  void micrometerMayBeMissing(BuildProducer<NativeImageAllowIncompleteClasspathBuildItem> allowed) {
    if (!QuarkusClassLoader.isClassPresentAtRuntime(
        "io.micrometer.core.instrument.MeterRegistry")) {
      allowed.produce(new NativeImageAllowIncompleteClasspathBuildItem(FEATURE));
    }
  }
}
