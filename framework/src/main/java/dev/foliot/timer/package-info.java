/**
 * Messages that wait for their time: a row of {@code foliot_timer} holds a finished message, and
 * one node moves it into the log when it is due (R41). Submitted commands, process managers and
 * schedules use it. Open {@code Timers} first.
 */
@NullMarked
package dev.foliot.timer;

import org.jspecify.annotations.NullMarked;
