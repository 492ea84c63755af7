/// The database has fewer migrations than this program needs.
package struct SchemaOutdated: Error, CustomStringConvertible {
    package let missing: [String]

    package init(missing: [String]) {
        self.missing = missing
    }

    package var description: String {
        "the database lacks the migrations \(missing.joined(separator: ", ")): "
            + "run `clubs migrate`"
    }
}
