package io.lingpai.keeper;

import io.lingpai.app.App;
import io.lingpai.credential.CredentialKey;
import io.lingpai.credential.Kind;
import io.lingpai.platform.Platform;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a credential besides its state: whose it is, what it is like, who speaks for it.
 *
 * @param parent what it is made from, if it is made from another credential
 * @param children what is made from it
 * @param kept kept warm without being asked
 */
public record Subject(
    CredentialKey key,
    App app,
    Kind kind,
    Platform platform,
    @Nullable CredentialKey parent,
    List<CredentialKey> children,
    boolean kept) {}
