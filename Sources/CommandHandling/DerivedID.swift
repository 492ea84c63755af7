import Crypto
import EventSourcing
import Foundation
import JSONCoding

/// Ids that follow from other ids, so that whatever runs twice acts once.
///
/// UUIDs of version 8 (RFC 9562) out of SHA-256. Like wire names, the derivations are frozen.
package enum DerivedID {
    /// A command that comes with an `Idempotency-Key`.
    package static func command(principal: String, key: String) -> CommandID {
        CommandID(uuid("idempotency-key", principal, key))
    }

    /// A line of a file that names its command in no other way.
    package static func command(
        principal: String, line: Int, digest: BodyDigest
    ) -> CommandID {
        CommandID(
            uuid(
                "import", principal, "\(line)", digest.bytes.map(String.init).joined(separator: ",")
            ))
    }

    /// A policy's or the clock's answer to an event.
    package static func command(cause: EventID, policy: String, target: String) -> CommandID {
        CommandID(uuid("reaction", cause.description, policy, target))
    }

    /// What a tenant begins with.
    static func first(_ kind: String, of tenant: TenantID) -> UUID {
        uuid("first", kind, tenant.description)
    }

    static func vaultReference(_ command: CommandID, field: String) -> UUID {
        uuid("vault", command.description, field)
    }

    /// Something that a command brings into being without naming it.
    static func named(_ kind: String, by command: CommandID) -> UUID {
        uuid(kind, command.description)
    }

    private static func uuid(_ purpose: String, _ parts: String...) -> UUID {
        var hash = SHA256()
        for part in [purpose] + parts {
            // Each part with its length, so that no two lists of parts read alike.
            withUnsafeBytes(of: UInt64(part.utf8.count).bigEndian) {
                hash.update(bufferPointer: $0)
            }
            hash.update(data: Array(part.utf8))
        }
        var bytes = Array(hash.finalize().prefix(16))
        bytes[6] = bytes[6] & 0x0F | 0x80
        bytes[8] = bytes[8] & 0x3F | 0x80
        return bytes.withUnsafeBytes { UUID(uuid: $0.loadUnaligned(as: uuid_t.self)) }
    }
}

extension BodyDigest {
    /// SHA-256 of a command's body.
    package init(of body: some DataProtocol) {
        self.init(bytes: Array(SHA256.hash(data: body)))
    }

    /// Of a command by its name, `{"type": …, "stream": …, "data": …}`: the same one however its
    /// JSON is written and by whichever way it comes.
    package init(ofCommand json: JSONValue) throws {
        self.init(
            of: Array("POST /v1/commands\n".utf8) + (try json.canonicalText))
    }
}
