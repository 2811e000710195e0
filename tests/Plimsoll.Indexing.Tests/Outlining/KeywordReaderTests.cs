namespace Plimsoll.Indexing.Tests.Outlining;

public sealed class KeywordReaderTests
{
    [Fact]
    public void Scan_Go_FindsReceiversGroupsAndTypes()
    {
        Scanned scanned = Scanned.Of("go", """
            package main

            import (
                "fmt"
            )

            // Box holds.
            type Box[T any] struct {
                items []T
            }

            type (
                Opener interface { Open() error }
                Count int
            )

            const (
                A = iota
                B
            )

            var global = map[string]int{"a": 1}

            func (b *Box[T]) Open(how func(int) error) (err error) {
                f := func(x int) int { return x }
                return fmt.Errorf(`}`)
            }

            func main() { }
            """);
        string[] found = scanned.Definitions();
        Assert.Contains("Struct Box 8-10", found, StringComparer.Ordinal);
        Assert.Contains("Method Open 24-27", found, StringComparer.Ordinal);
        Assert.Contains("Function main 29-29", found, StringComparer.Ordinal);
        Assert.Equal(7, scanned.Lead("Box"));
        foreach (string name in new[] { "Opener", "Count", "A", "B", "global" }) Assert.Contains(name, scanned.Names().Split(' '), StringComparer.Ordinal);
    }

    [Fact]
    public void Scan_Rust_FindsItemsAndImplementations()
    {
        Scanned scanned = Scanned.Of("rust", """
            use std::{
                fmt,
            };
            /// Doc.
            #[derive(Debug)]
            pub struct Box<'a, T> { item: &'a T }
            impl<'a, T: Clone> fmt::Debug for Box<'a, T> where T: Copy {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { let c = '}'; write!(f, r#"}"#) }
            }
            pub trait Open { fn open(&self); fn twice(&self) -> u8 { 2 } }
            enum Kind { A, B }
            const fn three() -> u8 { 3 }
            pub(crate) static NAME: &'static str = "}";
            macro_rules! mac { () => {} }
            mod inner { pub async unsafe fn deep() {} }
            type Alias = u8;
            """);
        Assert.Equal("Box Box fmt Open open twice Kind three NAME mac inner deep Alias", scanned.Names());
        Assert.Contains("Method fmt 8-8 <Box", scanned.Definitions(), StringComparer.Ordinal);
        Assert.Equal(4, scanned.Lead("Box"));
    }

    [Fact]
    public void Scan_Kotlin_FindsExtensionsAndProperties()
    {
        Scanned scanned = Scanned.Of("kotlin", """
            package a.b
            import c.d
            @Marker
            data class Box<T>(val item: T) : Base() {
              val size: Int get() = 1
              companion object { const val MAX = 3 }
              override fun open(how: (Int) -> Unit) { println("${how("}")}") }
              fun short() = 1
            }
            fun <T> List<T>.second(): T = this[1]
            interface Shape { fun area(): Double }
            object Single { fun `odd name`() {} }
            typealias Handler = (Int) -> Unit
            """);
        string[] names = scanned.Names().Split(' ');
        foreach (string name in new[] { "Box", "size", "MAX", "open", "short", "second", "Shape", "area", "Single", "Handler" }) Assert.Contains(name, names, StringComparer.Ordinal);
        Assert.DoesNotContain("List", names, StringComparer.Ordinal);
        Assert.Equal(3, scanned.Lead("Box"));
    }

    [Fact]
    public void Scan_Swift_FindsInitializersAndExtensions()
    {
        Scanned scanned = Scanned.Of("swift", """
            public final class Box<T>: Base {
              class func make() -> Box { return Box() }
              init?(item: T) { self.init(a: "\(item ?? ")")") }
              var size: Int { return 1 }
            }
            extension Box where T: Equatable { func same() -> Bool { true } }
            protocol Shape { func area() -> Double }
            enum Kind { case a, b }
            """);
        string[] names = scanned.Names().Split(' ');
        foreach (string name in new[] { "Box", "make", "init", "size", "same", "Shape", "area", "Kind" }) Assert.Contains(name, names, StringComparer.Ordinal);
    }

    [Fact]
    public void Scan_Php_FindsCodeBetweenMarkup()
    {
        Scanned scanned = Scanned.Of("php", """
            <h1>it's</h1>
            <?php
            namespace A\B;
            use function C\d;
            #[Attr]
            abstract class Box extends Base implements I {
              const MAX = 1;
              public static function &make(array $a = []): ?self { $f = function () use ($a) { return fn($x) => $x; }; return new class { function anon() {} }; }
              abstract protected function none();
            }
            function after() { return <<<TXT
              } function no() {
              TXT; }
            ?>
            <p>function nothing() {}</p>
            <?php interface Shape { public function area(); } // ?> }
            trait T {}
            """);
        string[] names = scanned.Names().Split(' ');
        foreach (string name in new[] { "Box", "make", "anon", "none", "after", "Shape", "area" }) Assert.Contains(name, names, StringComparer.Ordinal);
        Assert.DoesNotContain("nothing", names, StringComparer.Ordinal);
        Assert.DoesNotContain("no", names, StringComparer.Ordinal);
    }

    [Fact]
    public void Scan_Scala_FindsObjectsAndDefs()
    {
        Scanned scanned = Scanned.Of("scala", "package a.b\nimport c.{D, E}\ncase class Box[T](item: T) {\n  def open(x: Int): Int = x\n  val size = 1\n}\nobject Box { def make = new Box(1) }\ntrait Shape { def area: Double }\n");
        string[] names = scanned.Names().Split(' ');
        foreach (string name in new[] { "Box", "open", "size", "make", "Shape", "area" }) Assert.Contains(name, names, StringComparer.Ordinal);
    }

    [Theory]
    [InlineData("protobuf", "message Box {\n  string a = 1;\n}\nservice S { rpc Open(A) returns (B); }\n", "Box S Open")]
    [InlineData("zig", "pub fn main() void { }\nconst x = 1;\n", "main x")]
    [InlineData("solidity", "contract Box { function open() public { } }\n", "Box open")]
    [InlineData("graphql", "type Box { a: Int }\nenum E { A }\n", "Box E")]
    [InlineData("awk", "function f(a) { print a }\n", "f")]
    public void Scan_SmallLanguages_FindsNames(string language, string text, string names) =>
        Assert.Equal(names, Scanned.Of(language, text).Names());
}
