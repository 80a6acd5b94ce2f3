package tg.hotline.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Throwaway certificates to test TLS with: an authority of one's own that nobody else trusts, and
 * what it has signed, each made when first asked for. They are written as PKCS #12 files, for what
 * wants files, and handed out as {@link SSLContext}, for what does not.
 *
 * <pre>{@code
 * Certificates certificates = Certificates.in(directory);
 * HotlineSandbox.builder().tls(certificates.context(certificates.server())).start();
 * }</pre>
 *
 * <p>The running JDK's {@code keytool} makes them, half a second each. All methods throw {@link
 * IllegalStateException} with what {@code keytool} said if it fails, and {@link
 * UncheckedIOException} if a file cannot be written. Not thread-safe.
 */
public final class Certificates {
  /** The password of all key stores and keys; it protects nothing. */
  public static final String PASSWORD = "throwaway";

  private static final String AUTHORITY = "authority";
  private static final String TYPE = "PKCS12";
  private static final String LOOPBACK = "san=dns:localhost,ip:127.0.0.1,ip:::1";

  private final Path directory;

  /** Holds the authority's key too, and so everything that it has signed. */
  private final Path all;

  private Certificates(Path directory) {
    this.directory = directory;
    this.all = directory.resolve("all.p12");
  }

  /**
   * Makes the authority.
   *
   * @param directory an empty one, which the caller deletes
   */
  public static Certificates in(Path directory) {
    Certificates certificates = new Certificates(directory);
    certificates.keytool(AUTHORITY, "-ext", "bc=ca:true");
    write(
        certificates.trustStore(),
        store -> store.setCertificateEntry(AUTHORITY, certificates.chain(AUTHORITY)[0]));
    return certificates;
  }

  /** A key store with the authority's certificate, for those who are to trust it. */
  public Path trustStore() {
    return directory.resolve("trust.p12");
  }

  /** A key store: a server's certificate for localhost, 127.0.0.1 and ::1, and its key. */
  public Path server() {
    return signed("server", "-ext", LOOPBACK);
  }

  /** As {@link #server()}, but the certificate names another host. */
  public Path serverOfAnotherHost() {
    return signed("other-host", "-ext", "san=dns:other.example");
  }

  /** As {@link #server()}, but the certificate ended yesterday. */
  public Path expiredServer() {
    return signed("expired", "-ext", LOOPBACK, "-startdate", "-3d", "-validity", "2");
  }

  /** A key store: a client's certificate and its key. */
  public Path client() {
    return signed("client", "-ext", "eku=clientAuth");
  }

  /** Trusts the authority and has no certificate of its own. */
  public SSLContext context() {
    return context(new KeyManager[0]);
  }

  /** Trusts the authority and shows the certificate in the key store. */
  public SSLContext context(Path keyStore) {
    try {
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(load(keyStore), PASSWORD.toCharArray());
      return context(keys.getKeyManagers());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private SSLContext context(KeyManager[] keys) {
    try {
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(load(trustStore()));
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private Path signed(String name, String... options) {
    Path file = directory.resolve(name + ".p12");
    if (Files.exists(file)) {
      return file;
    }
    List<String> all = new ArrayList<>(List.of("-signer", AUTHORITY));
    all.addAll(List.of(options));
    keytool(name, all.toArray(String[]::new));
    write(file, store -> store.setKeyEntry(name, key(name), PASSWORD.toCharArray(), chain(name)));
    return file;
  }

  /** Adds a pair of keys and its certificate to all the others, since a signer has to be there. */
  private void keytool(String name, String... options) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of("-J-XX:TieredStopAtLevel=1", "-J-XX:+UseSerialGC", "-genkeypair"));
    command.addAll(List.of("-keystore", all.toString(), "-storetype", TYPE));
    command.addAll(List.of("-storepass", PASSWORD, "-alias", name, "-dname", "CN=" + name));
    command.addAll(List.of("-keyalg", "EC", "-groupname", "secp256r1"));
    command.addAll(List.of(options));
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException("keytool failed: " + said.strip());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while keytool ran", e);
    }
  }

  private Key key(String name) throws GeneralSecurityException {
    return load(all).getKey(name, PASSWORD.toCharArray());
  }

  private Certificate[] chain(String name) throws GeneralSecurityException {
    return load(all).getCertificateChain(name);
  }

  private static KeyStore load(Path file) throws GeneralSecurityException {
    try (InputStream in = Files.newInputStream(file)) {
      KeyStore store = KeyStore.getInstance(TYPE);
      store.load(in, PASSWORD.toCharArray());
      return store;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path file, Content content) {
    try (OutputStream out = Files.newOutputStream(file)) {
      KeyStore store = KeyStore.getInstance(TYPE);
      store.load(null, null);
      content.putInto(store);
      store.store(out, PASSWORD.toCharArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private interface Content {
    void putInto(KeyStore store) throws GeneralSecurityException;
  }
}
