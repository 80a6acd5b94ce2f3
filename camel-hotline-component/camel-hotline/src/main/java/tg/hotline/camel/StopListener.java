package tg.hotline.camel;

import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.EventNotifierSupport;

/** Told before Camel stops its routes: a component is stopped only after them. */
final class StopListener extends EventNotifierSupport {

  private final Runnable stopping;

  StopListener(Runnable stopping) {
    this.stopping = stopping;
    setIgnoreExchangeEvents(true); // else Camel would make events of every exchange
    setIgnoreStepEvents(true);
    setIgnoreServiceEvents(true);
    setIgnoreRouteEvents(true);
  }

  @Override
  public boolean isEnabled(CamelEvent event) {
    return event instanceof CamelEvent.CamelContextStoppingEvent;
  }

  @Override
  public void notify(CamelEvent event) {
    stopping.run();
  }
}
