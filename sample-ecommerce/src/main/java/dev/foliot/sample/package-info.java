/** The sample shop: one package a word of its business. Start at {@link ShopApplication}. */
@NullMarked
package dev.foliot.sample;

import org.jspecify.annotations.NullMarked;
