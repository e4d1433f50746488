package dev.foliot.sample.order;

/** How far an order has come. */
public enum OrderStatus {
  DRAFT,
  PLACED,
  /** All its stock is reserved. */
  RESERVED,
  /** It is paid for. */
  CONFIRMED,
  SHIPPED,
  /** Something was out of stock, so nothing was reserved. */
  REJECTED,
  /** It was not paid for, or could not be shipped; the reserved stock is released. */
  CANCELLED
}
