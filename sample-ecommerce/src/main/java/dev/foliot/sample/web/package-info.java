/**
 * The shop over HTTP; every error is an RFC 9457 problem. Open {@link
 * dev.foliot.sample.web.OrderController} first.
 */
@NullMarked
package dev.foliot.sample.web;

import org.jspecify.annotations.NullMarked;
