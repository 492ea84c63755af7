import ArgumentParser
import ServiceLifecycle

/// `clubs serve`: the service, until it is asked to stop.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Run the service: the API, its streams and the clubs' pages.",
        discussion: """
            Without DATABASE_URL it runs a private PostgreSQL in the data folder, brings it to the \
            newest schema, and signs tokens with a key that only you may read; `clubs token` uses \
            the same key. With DATABASE_URL it serves that database, after `clubs migrate`.

            SIGTERM and Ctrl-C let what has begun come to its end, for 35 seconds at most; a second \
            one does not wait for it. Where a request had to be given up, the exit code is 7.

            ENVIRONMENT
              DATABASE_URL       postgresql://user:password@host:port/database
              CLUBS_VAULT_KEY    32 bytes in base64; needed with DATABASE_URL
              CLUBS_JWKS         the gateway's public keys: a file or an http(s) address
              CLUBS_ISSUER, CLUBS_AUDIENCE    what a token must say; clubs-local and clubs
              CLUBS_LOG_LEVEL    trace, debug, info, notice, warning, error or critical

            EXAMPLES
              clubs serve
              clubs serve --port 9000 --ops-port 9001
              DATABASE_URL=postgresql://clubs@db/clubs clubs serve --host 0.0.0.0 --trust-proxy
            """)

    @OptionGroup var options: ServeOptions
    @OptionGroup var store: StoreOptions

    func run() async throws {
        try ServiceLog.begin()
        try await store.withStore { store in
            try await ServiceProcess(store: store, options: options).run { address in
                Terminal.note("clubs serves \(address)")
                try await gracefulShutdown()
            }
        }
    }
}
