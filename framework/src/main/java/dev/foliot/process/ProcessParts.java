package dev.foliot.process;

import dev.foliot.command.SubmitCommands;
import dev.foliot.message.LaneRule;
import dev.foliot.message.MessageFactory;
import dev.foliot.message.MessageJson;
import dev.foliot.message.MessageTypes;
import dev.foliot.message.PayloadSeal;
import dev.foliot.timer.Timers;
import java.time.InstantSource;
import org.apiguardian.api.API;

/**
 * The parts of Foliot that process managers use.
 *
 * @param commands sends commands
 * @param messages makes the messages of timers
 * @param types the application's messages
 * @param json the JSON of messages
 * @param states the JSON of states
 * @param lanes the lanes of messages
 * @param tables the tables of processes
 * @param timers the waiting timers
 * @param clock the application's clock
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public record ProcessParts(
    SubmitCommands commands,
    MessageFactory messages,
    MessageTypes types,
    MessageJson json,
    PayloadSeal states,
    LaneRule lanes,
    ProcessTables tables,
    Timers timers,
    InstantSource clock) {}
