/// The numbered scripts beside this file, compiled in: the program needs no folder.
///
/// A script that has landed is never edited; what it did is undone by a later one.
package struct Migration: Sendable {
    /// 1, 2, 3 … without a gap.
    package let number: Int
    /// `0001_event_log`.
    package let name: String
    package let script: String

    package static let all: [Migration] = [
        Migration(1, "event_log", PackageResources._001_event_log_sql),
        Migration(2, "vault", PackageResources._002_vault_sql),
        Migration(3, "policies", PackageResources._003_policies_sql),
        Migration(4, "membership", PackageResources._004_membership_sql),
        Migration(5, "directory", PackageResources._005_directory_sql),
        Migration(6, "browser_sessions", PackageResources._006_browser_sessions_sql),
        Migration(7, "vault_by_reference", PackageResources._007_vault_by_reference_sql),
        Migration(8, "quarantine", PackageResources._008_quarantine_sql),
        Migration(9, "versions", PackageResources._009_versions_sql),
        Migration(10, "tournaments", PackageResources._010_tournaments_sql),
    ]

    private init(_ number: Int, _ purpose: String, _ script: [UInt8]) {
        let digits = String(number)
        self.number = number
        name = String(repeating: "0", count: 4 - digits.count) + digits + "_" + purpose
        self.script = String(decoding: script, as: UTF8.self)
    }
}
