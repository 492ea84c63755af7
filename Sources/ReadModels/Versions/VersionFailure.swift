import EventSourcing

/// Why a version is not built, shown or dropped.
package enum VersionFailure: Error, Equatable, CustomStringConvertible {
    case unknown(String, known: [String])
    /// No version is current, so nothing can be read.
    case noneShown
    case malformed(String)
    /// It is the current one, or was and is kept.
    case inUse(String)
    case notBuilt(String)
    case building
    case changedMeanwhile(String)
    /// These tenants stop before an event that the version cannot show.
    case held(String, [TenantID])

    package var description: String {
        switch self {
        case .unknown(let name, let known):
            "there is no version \(name), only \(known.joined(separator: ", "))"
        case .noneShown: "no version of the read models is shown, so nothing can be read"
        case .malformed(let name):
            "\(name) is no version's name: take a word and a number, such as main-2"
        case .inUse(let name):
            "version \(name) is shown, or was: give the new one another name, or show another"
        case .notBuilt(let name): "version \(name) is not complete: build it again"
        case .building: "another process is building a version: wait until it is done"
        case .changedMeanwhile(let name):
            "somebody else has changed the versions while \(name) was to be shown: look again"
        case .held(let name, let tenants):
            "version \(name) does not show everything of "
                + tenants.prefix(5).map(\.description).joined(separator: ", ")
                + (tenants.count > 5 ? " and \(tenants.count - 5) others" : "")
        }
    }
}
