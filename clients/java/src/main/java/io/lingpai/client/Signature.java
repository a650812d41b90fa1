package io.lingpai.client;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a page needs to use the vendor's JS-SDK. Nothing in it is secret. */
public final class Signature {

  private final Fields said;

  Signature(Fields said) {
    this.said = said;
    said.text("signature");
    said.text("nonceStr");
  }

  /** The signature. */
  public String signature() {
    return said.text("signature");
  }

  /** The nonce it was made with. */
  public String nonce() {
    return said.text("nonceStr");
  }

  /** All of it under the names the vendor's {@code config} takes; not to be changed. */
  public Map<String, @Nullable Object> config() {
    return said.all();
  }

  @Override
  public String toString() {
    return said.all().toString();
  }
}
