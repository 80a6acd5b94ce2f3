package tg.hotline.sandbox;

import java.io.IOException;
import java.net.Socket;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * How the sandbox speaks TLS.
 *
 * @param context its certificate and key, and whom it trusts
 * @param needClientAuth whether clients have to show a certificate
 */
record Tls(SSLContext context, boolean needClientAuth) {

  /** The same connection, encrypted; shakes hands when it is first read. */
  Socket over(Socket socket) throws IOException {
    SSLSocket layered =
        (SSLSocket) context.getSocketFactory().createSocket(socket, null, /* autoClose= */ true);
    layered.setNeedClientAuth(needClientAuth);
    return layered;
  }
}
