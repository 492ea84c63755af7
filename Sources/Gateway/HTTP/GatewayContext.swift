import Hummingbird
import Logging
import NIOCore

/// What is known of a request beside the request itself.
struct GatewayContext: RequestContext {
    /// Twice what a form of a page needs, and enough for a waitlist's new order.
    static let bodyLimit = 256 * 1024

    var coreContext: CoreRequestContextStorage
    /// Set by `IdentityMiddleware`; nobody for a request without a token or a session.
    var identity: Caller?
    /// Set by `IdentityMiddleware`.
    var budget: RequestBudget?
    /// The other end of the connection: a proxy's, where there is one.
    let peer: String

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        peer = source.channel.remoteAddress?.ipAddress ?? "local"
    }

    var maxUploadSize: Int { Self.bodyLimit }

    /// - Throws: `Problem` `token-missing` for a request from nobody.
    var caller: Caller {
        get throws {
            guard let identity else { throw Problem(.tokenMissing) }
            return identity
        }
    }

    /// A parameter of the path, as text.
    func parameter(_ name: String) -> String {
        guard let value = parameters.get(name) else {
            preconditionFailure("the path of this endpoint has the parameter \(name)")
        }
        return value
    }

    /// An id in the path; what is no id leads nowhere.
    ///
    /// - Throws: `Problem` `not-found`.
    func parameter<Value: LosslessStringConvertible>(
        _ name: String, as _: Value.Type = Value.self
    ) throws -> Value {
        guard let value = Value(parameter(name)) else { throw Problem(.notFound) }
        return value
    }
}
