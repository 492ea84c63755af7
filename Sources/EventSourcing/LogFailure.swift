/// Why the log did not do what it was asked to.
package enum LogFailure: Error, CustomStringConvertible {
    case unknownTenant(TenantID)
    case slugTaken(String)
    /// Somebody else has appended since: catch up and decide again.
    case raced(TenantID)
    /// An event or a text in the batch cannot be stored; nothing of the batch has been.
    case invalid(any Error)
    /// No connection to the store could be had, for as long as one may be waited for; nothing was
    /// stored, and another attempt would only wait once more.
    case unreachable(any Error)
    /// Nothing was stored.
    case unavailable(any Error)
    /// The store stopped answering during the commit: the batch may be stored or not.
    case outcomeUnknown(any Error)

    package var description: String {
        switch self {
        case .unknownTenant(let tenant): "there is no tenant \(tenant)"
        case .slugTaken(let slug): "another tenant is called \(slug)"
        case .raced(let tenant): "the log of tenant \(tenant) has grown meanwhile"
        case .invalid(let error): "the batch cannot be stored: \(error)"
        case .unreachable(let error): "the store cannot be reached: \(error)"
        case .unavailable(let error): "the store does not answer: \(error)"
        case .outcomeUnknown(let error): "it is not known whether the batch is stored: \(error)"
        }
    }
}
