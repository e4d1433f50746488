@NullMarked
package dev.foliot.autoconfigure.web;

import org.jspecify.annotations.NullMarked;
