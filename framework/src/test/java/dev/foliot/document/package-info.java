/** The tables of documents; apart from the package that the tests of projections scan. */
@NullMarked
package dev.foliot.document;

import org.jspecify.annotations.NullMarked;
