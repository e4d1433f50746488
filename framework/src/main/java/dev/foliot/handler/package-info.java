/**
 * Handlers: finds the application's own methods, and calls them by reflection. A {@link
 * dev.foliot.handler.HandlerBean} is one bean with its methods by message class; the {@link
 * dev.foliot.handler.HandlerRegistry} holds all of them. Open {@link
 * dev.foliot.handler.HandlerBean} first.
 */
@NullMarked
package dev.foliot.handler;

import org.jspecify.annotations.NullMarked;
