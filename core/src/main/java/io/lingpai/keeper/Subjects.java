package io.lingpai.keeper;

import io.lingpai.credential.CredentialKey;
import java.util.List;
import java.util.Optional;

/** Looks up what a credential is about. In memory; never blocks. */
public interface Subjects {

  /** Empty for an app this node does not know (yet), or a kind its platform does not have. */
  Optional<Subject> find(CredentialKey key);

  /** All credentials an app can have, parents before what is made from them. */
  List<Subject> ofApp(String app);
}
