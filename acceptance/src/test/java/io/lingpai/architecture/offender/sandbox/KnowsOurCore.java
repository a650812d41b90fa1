package io.lingpai.architecture.offender.sandbox;

import io.lingpai.secret.Secret;

public record KnowsOurCore(Secret secret) {}
