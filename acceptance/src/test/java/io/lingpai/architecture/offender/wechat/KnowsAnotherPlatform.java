package io.lingpai.architecture.offender.wechat;

import io.lingpai.architecture.offender.dingtalk.SomePlatform;

public record KnowsAnotherPlatform(SomePlatform other) {}
