package dev.foliot.testsupport;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The network between a node and its server. It can be cut, so that connections break and new ones
 * are refused, and it can fall silent, so that everything is accepted and nothing arrives.
 */
public final class TcpProxy implements AutoCloseable {
  private enum State {
    WORKING,
    SILENT,
    CUT
  }

  private final ServerSocket door;
  private final String host;
  private final int port;
  private final Set<Link> links = ConcurrentHashMap.newKeySet();
  private final Object change = new Object();
  private volatile State state = State.WORKING;
  private volatile String silentBefore;
  private volatile String alwaysSilentBefore;

  public TcpProxy(String host, int port) {
    this.host = host;
    this.port = port;
    try {
      door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    start(this::accept);
  }

  /** Where clients find it, on localhost. */
  public int port() {
    return door.getLocalPort();
  }

  /** Every connection breaks, and new ones do. */
  public void cut() {
    become(State.CUT);
    links.forEach(Link::close);
  }

  /** Nothing arrives any more, in neither direction, and nobody is told. */
  public void fallSilent() {
    become(State.SILENT);
  }

  /** The next connection on which a client says this falls silent before it is heard. */
  public void fallSilentBefore(String text) {
    silentBefore = text;
  }

  /**
   * Until the network is restored, each connection on which a client says this falls silent before
   * it is heard, for ever.
   */
  public void fallSilentAlwaysBefore(String text) {
    alwaysSilentBefore = text;
  }

  /** Whether such a connection has been found. */
  public boolean hasFallenSilent() {
    return silentBefore == null;
  }

  /** New connections work, and what was held up arrives, unless its link fell silent alone. */
  public void restore() {
    alwaysSilentBefore = null;
    become(State.WORKING);
  }

  private void become(State next) {
    synchronized (change) {
      state = next;
      change.notifyAll();
    }
  }

  @Override
  public void close() {
    cut();
    try {
      door.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept() {
    while (!door.isClosed()) {
      try {
        Socket client = door.accept();
        if (state == State.CUT) {
          client.close();
        } else {
          open(new Link(client, new Socket(host, port)));
        }
      } catch (IOException closedOrServerAway) {
        // the client will see it
      }
    }
  }

  private void open(Link link) {
    links.add(link);
    start(() -> link.forward(link.client, link.server, true));
    start(() -> link.forward(link.server, link.client, false));
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "tcp-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  private final class Link {
    private final Socket client;
    private final Socket server;
    private volatile boolean silent;

    Link(Socket client, Socket server) {
      this.client = client;
      this.server = server;
    }

    void forward(Socket from, Socket to, boolean isClient) {
      byte[] buffer = new byte[8_192];
      try {
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
          if (isClient) {
            listenTo(new String(buffer, 0, read, StandardCharsets.ISO_8859_1));
          }
          awaitTurn();
          out.write(buffer, 0, read);
        }
      } catch (IOException | InterruptedException broken) {
        // as connections do
      }
      endTogether();
    }

    /** That one side has gone is heard of on the other one only if the network works. */
    private void endTogether() {
      try {
        awaitTurn();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      close();
    }

    private void listenTo(String text) {
      String always = alwaysSilentBefore;
      if (always != null && text.contains(always)) {
        silent = true;
      }
      String awaited = silentBefore;
      if (awaited != null && text.contains(awaited)) {
        silent = true;
        silentBefore = null;
      }
    }

    private void awaitTurn() throws InterruptedException {
      synchronized (change) {
        while ((silent && state != State.CUT) || state == State.SILENT) {
          change.wait();
        }
      }
    }

    void close() {
      links.remove(this);
      closeQuietly(client);
      closeQuietly(server);
    }

    private static void closeQuietly(Socket socket) {
      try {
        socket.close();
      } catch (IOException e) {
        // it is closed
      }
    }
  }
}
