// swift-tools-version: 6.2
import PackageDescription

/// A bounded context: a pure target in `Sources/Domain` and its tests in `Tests/Domain`.
func context(_ name: String, uses others: String...) -> [Target] {
    let words: [Target.Dependency] = ["EventSourcing", "Vocabulary"]
    return [
        .target(
            name: name,
            dependencies: words + others.map { .init(stringLiteral: $0) },
            path: "Sources/Domain/\(name)"),
        .testTarget(
            name: "\(name)Tests",
            dependencies: [.init(stringLiteral: name), "TestSupport"] + words
                + others.map { .init(stringLiteral: $0) },
            path: "Tests/Domain/\(name)Tests"),
    ]
}

let package = Package(
    name: "clubs",
    targets: [
        .target(name: "EventSourcing"),
        .target(
            name: "Vocabulary", dependencies: ["EventSourcing"], path: "Sources/Domain/Vocabulary"),
    ]
)

for target in package.targets {
    target.swiftSettings = [
        .swiftLanguageMode(.v6),
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    ]
}
