package io.lingpai.credential;

/**
 * Names one credential: an app of ours and a kind, such as {@code shop/access_token}.
 *
 * @param app our name of the app
 * @param kind the kind's name, as the vendor and the contract spell it
 */
public record CredentialKey(String app, String kind) implements Comparable<CredentialKey> {

  @Override
  public int compareTo(CredentialKey other) {
    int byApp = app.compareTo(other.app);
    return byApp != 0 ? byApp : kind.compareTo(other.kind);
  }

  @Override
  public String toString() {
    return app + "/" + kind;
  }
}
