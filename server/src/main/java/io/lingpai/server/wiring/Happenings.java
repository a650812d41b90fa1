package io.lingpai.server.wiring;

import io.lingpai.credential.VendorError;
import io.lingpai.event.Happening;
import io.lingpai.server.api.Metrics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Log and metrics as readers of what happens. One event, one line; nothing of it is secret. */
final class Happenings {

  private static final Logger LOG = LoggerFactory.getLogger("lingpai");

  private final Metrics metrics;

  Happenings(Metrics metrics) {
    this.metrics = metrics;
  }

  void happened(Happening happening) {
    metrics.happened(happening);
    switch (happening) {
      case Happening.Renewed renewed ->
          LOG.info(
              "event=renewed credential={} version={} fingerprint={} expires_at={} changed={}"
                  + " cause={} took_ms={}",
              renewed.key(),
              renewed.version(),
              renewed.fingerprint(),
              renewed.expiresAt(),
              renewed.changed(),
              renewed.cause(),
              renewed.took().toMillis());
      case Happening.NotRenewed not -> {
        VendorError error = not.trouble().error();
        LOG.warn(
            "event=not_renewed credential={} nature={} vendor_code={} vendor_message=\"{}\""
                + " ask_again_at={} cause={}",
            not.key(),
            not.trouble().nature(),
            error.code(),
            error.message(),
            not.trouble().askAgainAt(),
            not.cause());
      }
      case Happening.LateAnswerAdopted late ->
          LOG.warn(
              "event=late_answer_adopted credential={} version={}", late.key(), late.version());
      case Happening.TakenOver taken ->
          LOG.info(
              "event=taken_over credential={} version={} fingerprint={} expires_at={}",
              taken.key(),
              taken.version(),
              taken.fingerprint(),
              taken.expiresAt());
      case Happening.Checked checked ->
          LOG.info("event=checked credential={} dead={}", checked.key(), checked.dead());
      case Happening.ForeignFetch foreign ->
          LOG.warn(
              "event=foreign_fetch credential={} version={} in_all={}",
              foreign.key(),
              foreign.version(),
              foreign.inAll());
      case Happening.Entrusted entrusted ->
          LOG.info(
              "event=entrusted credential={} version={} fingerprint={}",
              entrusted.key(),
              entrusted.version(),
              entrusted.fingerprint());
      case Happening.Arrived arrived ->
          LOG.info(
              "event=arrived credential={} version={} fingerprint={} sent_at={}",
              arrived.key(),
              arrived.version(),
              arrived.fingerprint(),
              arrived.sentAt());
      case Happening.PushesSilent silent ->
          LOG.warn("event=pushes_silent credential={} since={}", silent.key(), silent.since());
      case Happening.PartnerRecovered recovered ->
          LOG.warn("event=partner_recovered credential={}", recovered.key());
      case Happening.StoreLost lost ->
          LOG.warn("event=store_lost credential={} reason=\"{}\"", lost.key(), lost.message());
    }
  }
}
