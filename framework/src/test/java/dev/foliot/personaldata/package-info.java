@NullMarked
package dev.foliot.personaldata;

import org.jspecify.annotations.NullMarked;
