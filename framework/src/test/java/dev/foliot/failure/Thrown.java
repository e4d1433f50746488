package dev.foliot.failure;

import jakarta.persistence.PersistenceException;
import java.io.IOException;
import java.io.PrintWriter;

/** What foreign code may throw although its signature does not say so. */
public enum Thrown {
  /** As Kotlin, Lombok and reflection do. */
  UNDECLARED_CHECKED_EXCEPTION {
    @Override
    public Throwable error() {
      return new IOException("reset by peer");
    }
  },
  ERROR {
    @Override
    public Throwable error() {
      return new LinkageError("no such method");
    }
  },
  CIRCULAR_CAUSE {
    @Override
    public Throwable error() {
      PersistenceException error = new PersistenceException("a");
      error.initCause(new IllegalArgumentException("b", error));
      return error;
    }
  },
  SAME_OBJECT_EACH_TIME {
    @Override
    public Throwable error() {
      return ALWAYS;
    }
  },
  MESSAGE_THAT_THROWS {
    @Override
    public Throwable error() {
      return new WithoutMessage();
    }
  },
  WITHOUT_TEXT {
    @Override
    public Throwable error() {
      return new WithoutText();
    }
  };

  private static final RuntimeException ALWAYS = new IllegalStateException("always this one");

  /** A new one, or the one that is always thrown. */
  public abstract Throwable error();

  /** Throws one. */
  public void now() {
    Thrown.<RuntimeException>sneak(error());
  }

  /** Throws it past the compiler. */
  @SuppressWarnings("unchecked")
  static <E extends Throwable> void sneak(Throwable error) throws E {
    throw (E) error;
  }

  static final class WithoutMessage extends RuntimeException {
    private static final long serialVersionUID = 1;

    @Override
    public String getMessage() {
      throw new IllegalStateException("no message can be made");
    }
  }

  @SuppressWarnings("OverrideThrowableToString") // that is what is to be endured
  static final class WithoutText extends RuntimeException {
    private static final long serialVersionUID = 1;

    @Override
    public synchronized Throwable getCause() {
      throw new IllegalStateException("no cause can be found");
    }

    @Override
    public StackTraceElement[] getStackTrace() {
      throw new IllegalStateException("no frames can be found");
    }

    @Override
    public void printStackTrace(PrintWriter out) {
      throw new IllegalStateException("nothing can be printed");
    }

    @Override
    public String toString() {
      return null;
    }
  }
}
