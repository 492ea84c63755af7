import CommandHandling
import EventSourcing
import EventStorage
import Gateway
import LocalCluster
import PostgreSQL
import ReadModels

extension Failure {
    /// What an error of the store or of a command means at the terminal; nothing for what is
    /// nobody's but this program's fault.
    init?(_ error: any Error) {
        switch error {
        case let failure as Failure:
            self = failure
        case let failure as PostgresFailure:
            self.init(storeFailure: failure)
        case let failure as LocalClusterFailure:
            self.init(.unreachable, failure.description)
        case let failure as MigrationFailure:
            self.init(.verificationFailed, failure.description)
        case let failure as SchemaOutdated:
            self.init(.unreachable, failure.description, remedy: "clubs migrate")
        case let failure as SigningKeyFailure:
            self.init(.usage, failure.description)
        case let failure as VaultFailure:
            self.init(.usage, failure.description)
        case LogFailure.slugTaken(let slug):
            self.init(
                .refused, "a tenant called \(slug) is there already", remedy: "choose another slug",
                code: "slug-taken")
        case LogFailure.unknownTenant(let tenant):
            self.init(unknownTenant: tenant.description)
        case let failure as LogFailure:
            self.init(.unreachable, failure.description)
        case let failure as VersionFailure:
            self.init(failure)
        case let failure as QuarantineFailure:
            self.init(failure)
        case let failure as UnreadableEvent:
            self.init(.verificationFailed, failure.description)
        default:
            guard let document = ProblemDocument(refusal: error) else { return nil }
            self = Problem(document.json).failure(status: document.status)
        }
    }

    /// - Parameter tenant: A slug or an id that leads to no tenant.
    init(unknownTenant tenant: String) {
        self.init(
            .notFound, "there is no tenant \(tenant)",
            remedy: "`clubs tenant list` shows those that there are")
    }

    private init(_ failure: VersionFailure) {
        let what = failure.description
        switch failure {
        case .unknown: self.init(.notFound, what, remedy: "`clubs projector list` shows them")
        case .noneShown:
            self.init(
                .unreachable, what,
                remedy:
                    "`clubs projector list` shows the versions, `clubs projector switch` shows one",
                code: "no-version-shown")
        case .malformed: self.init(.usage, what)
        case .inUse: self.init(.refused, what, code: "version-in-use")
        case .notBuilt: self.init(.refused, what, code: "version-not-built")
        case .building: self.init(.refused, what, code: "version-being-built")
        case .changedMeanwhile: self.init(.stale, what, code: "versions-changed")
        case .held:
            self.init(
                .refused, what, remedy: "clubs projector quarantine list --of that version",
                code: "version-holds-tenants")
        }
    }

    private init(_ failure: QuarantineFailure) {
        switch failure {
        case .notHeld:
            self.init(
                .notFound, failure.description, remedy: "`clubs projector quarantine list`")
        case .anotherPosition:
            self.init(.refused, failure.description, code: "not-the-hindrance")
        }
    }

    private init(storeFailure failure: PostgresFailure) {
        if let refusal = WriteRefusal(failure) {
            self.init(.unreachable, refusal.description, remedy: refusal.remedy)
            return
        }
        self.init(
            failure.code == .configuration ? .usage : .unreachable, failure.description,
            remedy: Self.remedy(for: failure.code))
    }

    private static func remedy(for code: PostgresFailure.Code) -> String? {
        switch code {
        case .connectFailed: "see whether the server of DATABASE_URL runs, or `clubs doctor`"
        case .configuration: "set DATABASE_URL to postgresql://user:password@host:port/database"
        default: nil
        }
    }
}
