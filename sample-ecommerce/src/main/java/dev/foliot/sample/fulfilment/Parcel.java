package dev.foliot.sample.fulfilment;

import dev.foliot.sample.order.OrderLine;
import java.util.List;

/**
 * A parcel for the carrier.
 *
 * @param answerTo the id of the callback that takes the carrier's answer: the tracking number, or
 *     why it does not take the parcel
 */
public record Parcel(String orderId, List<OrderLine> lines, String answerTo) {}
