/**
 * A small application that uses every table of Foliot's, for tests of databases and their settings.
 */
@NullMarked
package dev.foliot.autoconfigure.posting;

import org.jspecify.annotations.NullMarked;
