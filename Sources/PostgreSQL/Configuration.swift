import CLibPQ

/// Where the server is and how a session there begins.
package struct Configuration: Sendable {
    /// How long making a connection may take, from the name's look-up to the session's start.
    package var connectTimeout: Duration = .seconds(10)
    /// The server ends a statement that takes longer; it never ends a commit.
    package var statementTimeout: Duration? = .seconds(60)
    /// What a whole request may take longer than the server allows one statement: one that is still
    /// not answered then is on a connection that hangs.
    package var answerGrace: Duration = .seconds(5)
    /// The server ends a statement that waits longer than this for one lock.
    package var lockTimeout: Duration? = .seconds(10)
    /// The server ends a session that leaves a transaction open and idle for longer.
    package var idleInTransactionTimeout: Duration? = .seconds(60)
    /// How long a silent peer is trusted before the system probes it.
    package var keepaliveIdle: Duration = .seconds(30)
    /// How long sent data may stay unacknowledged before the connection is given up.
    package var unacknowledgedTimeout: Duration = .seconds(30)
    /// How long a `COPY` may wait for the server, to send rows or to take ours: one that stands still
    /// for longer is on a connection that hangs, and ends with it. What waits for this program is
    /// not counted, nor is how long it all takes.
    package var copyStandstill: Duration? = .seconds(60)
    /// What the session is called in `pg_stat_activity`.
    package var applicationName = "clubs"
    /// Further settings of the session, such as `search_path` or `plan_cache_mode`.
    package var settings: [String: String] = [:]

    /// libpq's own keywords (`host`, `port`, `dbname`, `user`, `password`, `sslmode` …).
    private var parameters: [String: String]

    /// How long any request may take in all that does not say so itself.
    var requestTimeout: Duration? { statementTimeout.map { $0 + answerGrace } }

    /// Reads `postgresql://user:password@host:port/database?sslmode=require`, with
    /// `?host=/path/of/socket` for a Unix socket, or libpq's `key=value` form.
    ///
    /// - Throws: `PostgresFailure.Code.configuration`, without the text, for it may hold a password.
    package init(url: String) throws {
        var message: UnsafeMutablePointer<CChar>?
        guard let options = PQconninfoParse(url, &message) else {
            PQfreemem(message)
            throw PostgresFailure(
                code: .configuration,
                message: "the database's address cannot be read; "
                    + "its form is postgresql://user:password@host:port/database")
        }
        defer { PQconninfoFree(options) }
        var parameters: [String: String] = [:]
        var option = options
        while let keyword = option.pointee.keyword {
            if let value = option.pointee.val {
                parameters[String(cString: keyword)] = String(cString: value)
            }
            option += 1
        }
        self.parameters = parameters
    }

    /// A server behind a Unix socket in `socketDirectory`, without a password.
    package init(socketDirectory: String, port: Int = 5432, user: String, database: String) {
        parameters = [
            "host": socketDirectory, "port": String(port), "user": user, "dbname": database,
        ]
    }

    /// libpq's `key=value` form, which `init(url:)` reads; it holds the password.
    package var connectionString: String {
        parameters.sorted { $0.key < $1.key }.map { keyword, value in
            let escaped = value.replacing("\\", with: "\\\\").replacing("'", with: "\\'")
            return "\(keyword)='\(escaped)'"
        }.joined(separator: " ")
    }

    package var database: String? { parameters["dbname"] }
    package var user: String? { parameters["user"] }

    /// The server's Unix socket, where `host` is the folder of one.
    package var socketPath: String? {
        guard let host = parameters["host"], host.hasPrefix("/") else { return nil }
        return "\(host)/.s.PGSQL.\(parameters["port"] ?? "5432")"
    }

    /// The same session, at another address.
    package func with(host: String, port: Int) -> Configuration {
        var copy = self
        copy.parameters["host"] = host
        copy.parameters["port"] = String(port)
        return copy
    }

    /// The same server and session, another database.
    package func with(database: String) -> Configuration {
        var copy = self
        copy.parameters["dbname"] = database
        return copy
    }

    /// The same server and session, another user.
    package func with(user: String, password: String?) -> Configuration {
        var copy = self
        copy.parameters["user"] = user
        copy.parameters["password"] = password
        return copy
    }
}

extension Configuration {
    /// A peer that answers no probe this often is gone.
    private static let keepaliveProbes = 3
    /// How often the server looks whether the client of a running statement is still there.
    private static let clientCheckInterval: Duration = .seconds(2)

    /// Seconds between two probes.
    private var keepaliveInterval: Int64 {
        max(1, keepaliveIdle.components.seconds / Int64(Self.keepaliveProbes))
    }

    /// What `PQconnectStartParams` gets; the caller's own keywords win over our defaults.
    var connectParameters: [String: String] {
        let defaults = [
            "application_name": applicationName,
            "keepalives_idle": String(keepaliveIdle.components.seconds),
            "keepalives_interval": String(keepaliveInterval),
            "keepalives_count": String(Self.keepaliveProbes),
            "tcp_user_timeout": String(unacknowledgedTimeout.milliseconds),
        ]
        var result = parameters.merging(defaults) { given, _ in given }
        result["client_encoding"] = "UTF8"
        result["options"] = [parameters["options"], startOptions].compactMap { $0 }
            .joined(separator: " ")
        return result
    }

    private var startOptions: String {
        var all = [
            "TimeZone": "UTC", "standard_conforming_strings": "on",
            "client_connection_check_interval": String(Self.clientCheckInterval.milliseconds),
            // The server, too, gives up a peer that answers nothing; on a Unix socket it ignores
            // these.
            "tcp_keepalives_idle": String(keepaliveIdle.components.seconds),
            "tcp_keepalives_interval": String(keepaliveInterval),
            "tcp_keepalives_count": String(Self.keepaliveProbes),
            "tcp_user_timeout": String(unacknowledgedTimeout.milliseconds),
        ]
        all["statement_timeout"] = statementTimeout.map { String($0.milliseconds) }
        all["lock_timeout"] = lockTimeout.map { String($0.milliseconds) }
        all["idle_in_transaction_session_timeout"] =
            idleInTransactionTimeout.map { String($0.milliseconds) }
        all.merge(settings) { _, given in given }
        return all.sorted { $0.key < $1.key }
            .map { "-c \($0.key)=\(Self.escaped($0.value))" }
            .joined(separator: " ")
    }

    /// The server cuts its start options at spaces, unless a backslash stands before.
    private static func escaped(_ value: String) -> String {
        String(value.flatMap { $0 == " " || $0 == "\\" ? ["\\", $0] : [$0] })
    }
}

extension Configuration: CustomStringConvertible, CustomDebugStringConvertible {
    /// Host, port, user and database; never the password.
    package var description: String {
        ["host", "port", "user", "dbname"]
            .compactMap { key in parameters[key].map { "\(key)=\($0)" } }
            .joined(separator: " ")
    }

    package var debugDescription: String { description }
}

extension Configuration: CustomReflectable {
    /// `dump` and a debugger's view would otherwise show the password.
    package var customMirror: Mirror {
        Mirror(self, children: ["server": description])
    }
}

extension Duration {
    /// Whole milliseconds, rounded up so that a short time is not "none".
    var milliseconds: Int64 {
        let (seconds, attoseconds) = components
        return seconds * 1000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000
    }
}
