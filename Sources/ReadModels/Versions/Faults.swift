/// What a verification has found: all of it by number, and the first few by name.
package struct Faults: Sendable {
    /// How many are named.
    package static let limit = 20

    package private(set) var named: [String] = []
    package private(set) var count = 0

    package var isEmpty: Bool { count == 0 }

    mutating func add(_ fault: @autoclosure () -> String) {
        count += 1
        if named.count < Self.limit { named.append(fault()) }
    }
}
