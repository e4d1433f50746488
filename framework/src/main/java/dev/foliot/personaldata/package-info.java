/**
 * Personal data: components of messages that are encrypted with a key of their person, and are
 * unreadable for ever once {@link dev.foliot.personaldata.ForgetSubject} has destroyed that key.
 * Messages declare them with {@link dev.foliot.personaldata.PersonalData} and {@link
 * dev.foliot.personaldata.DataSubject}; keys are kept by {@link
 * dev.foliot.personaldata.PersonalDataKeys}. Open {@code SealPayloads} first.
 */
@NullMarked
package dev.foliot.personaldata;

import org.jspecify.annotations.NullMarked;
