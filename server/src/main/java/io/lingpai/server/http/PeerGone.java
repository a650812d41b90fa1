package io.lingpai.server.http;

/** The peer hung up, so there is nobody to answer and nothing to report. */
final class PeerGone extends RuntimeException {
  private static final long serialVersionUID = 1L;

  PeerGone() {
    super("the peer is gone", null, false, false);
  }
}
