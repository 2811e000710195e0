using System.Text;
using Plimsoll.Indexing.Relations;
using Plimsoll.Indexing.Search;
using Plimsoll.Indexing.Tests.Search;

namespace Plimsoll.Indexing.Tests.Relations;

/// <summary>What each language's declarations say of their bases, and what only looks so.</summary>
public sealed class ImplementationFinderTests
{
    [Theory]
    [InlineData("a.cs", "interface IShape { }\nclass Circle<T>(int a) : Base<IOther>, IShape where T : IShape { }\nclass Box : List<IShape> { }\nrecord Dot : IShape;\nclass Not { IShape a; }\n", "IShape", "Circle Dot")]
    [InlineData("A.java", "interface Shape {}\nclass Circle extends Base<Shape> implements Other, Shape {}\nclass Box extends Base<Shape> {}\nenum Kind implements Shape { A }\ninterface Solid extends Shape {}\nclass Use { Shape s = new Shape() { }; }\n", "Shape", "Circle Kind Solid Use.s")]
    [InlineData("a.kt", "interface Shape\nclass Circle(val r: Int) : Base(r), Shape {\n}\nobject Unit : Shape\nclass Box(val s: Shape)\nval a = object : Shape { }\n", "Shape", "Circle Unit a")]
    [InlineData("a.scala", "trait Shape\nclass Circle(r: Int) extends Base(r) with Shape {\n}\nclass Box(s: Shape) extends Base\n", "Shape", "Circle")]
    [InlineData("a.ts", "interface Shape { a(): void }\nexport class Circle<T extends Shape> extends Base<Shape> implements Other, Shape {}\nclass Box extends Base<Shape> {}\ninterface Solid extends Shape {}\nlet x: Shape;\n", "Shape", "Circle Solid")]
    [InlineData("a.py", "class Shape:\n    pass\n\nclass Circle(Base, shapes.Shape, metaclass=Meta):\n    pass\n\nclass Box(Generic[Shape]):\n    pass\n", "Shape", "Circle")]
    [InlineData("a.rs", "trait Shape { fn area(&self) -> f64; }\nstruct Circle { r: f64 }\nimpl<T> geo::Shape for Circle { fn area(&self) -> f64 { 1.0 } }\nimpl Circle { fn new(s: Shape) {} }\ntrait Solid: Sized + Shape {}\n#[derive(Debug, Shape)]\nstruct Dot;\n", "Shape", "Circle Dot Solid")]
    [InlineData("b.rs", "trait Shape { fn area(&self) -> f64; }\nstruct Circle { r: f64 }\nimpl crate::Shape for Circle { fn area(&self) -> f64 { 1.0 } }\nimpl crate::geo::Shape for crate::Box {}\n", "Shape", "Box Circle")]
    [InlineData("a.swift", "protocol Shape { }\nclass Circle: Base, Shape { }\nextension Int: Shape { }\nstruct Box { var s: Shape }\n", "Shape", "Circle Int")]
    [InlineData("a.php", "<?php\ninterface Shape { }\nclass Circle extends Base implements \\App\\Shape { }\nclass Box { private Shape $s; }\n", "Shape", "Circle")]
    [InlineData("a.rb", "class Shape\nend\n\nclass Circle < Shape\nend\n\nclass Box\n  include Shape\nend\n", "Shape", "Box Circle")]
    [InlineData("a.cpp", "struct Shape { virtual double area() = 0; };\nclass Circle : public Base<Shape>, private virtual geo::Shape { };\nclass Box { Shape* s; };\n", "Shape", "Circle")]
    [InlineData("a.c", "struct ops { int (*open)(void); };\nstatic const struct ops disk_ops = {\n  .open = disk_open,\n};\nstatic struct ops *current;\n", "ops", "disk_ops")]
    [InlineData("a.go", "package a\n\ntype Shape interface {\n\tArea() float64\n\tName() string\n}\n\ntype Circle struct{}\n\nfunc (c *Circle) Area() float64 { return 1 }\nfunc (c *Circle) Name() string { return \"\" }\n\ntype Box struct{}\n\nfunc (b Box) Area() float64 { return 1 }\n\ntype Solid interface {\n\tShape\n\tVolume() float64\n}\n", "Shape", "Circle Solid")]
    [InlineData("a.dart", "abstract class Shape {}\nclass Circle extends Base implements Shape {}\n", "Shape", "Circle")]
    public void Find_Type_GivesWhatDeclaresIt(string path, string text, string name, string expected)
    {
        using SearchFixture fixture = new SearchFixture().Add((path, text));

        ImplementationList list = Find(fixture, name, 1);

        Assert.Equal(expected, string.Join(' ', list.Found.Select(one => one.Symbol).Order(StringComparer.Ordinal)));
        Assert.NotEmpty(list.Targets);
    }

    [Fact]
    public void Find_CommentsAndStrings_SayNothing()
    {
        using SearchFixture fixture = new SearchFixture().Add(
            ("A.java", "interface Shape {}\n/* class Circle implements Shape {} */\nclass Box /* extends Shape */ { String s = \"class A implements Shape { }\"; }\n"));

        Assert.Empty(Find(fixture, "Shape", 3).Found);
    }

    [Fact]
    public void Find_Depth_FollowsSubtypesOverFiles()
    {
        using SearchFixture fixture = new SearchFixture().Add(
            ("Shape.java", "interface Shape {}\n"), ("Round.java", "abstract class Round implements Shape {}\n"), ("Circle.java", "class Circle extends Round {}\n"), ("Ring.java", "class Ring extends Circle {}\n"));

        Assert.Equal("Round", string.Join(' ', Find(fixture, "Shape", 1).Found.Select(one => one.Symbol)));
        IReadOnlyList<Implementation> all = Find(fixture, "Shape", 8).Found;
        Assert.Equal("Round Circle Ring", string.Join(' ', all.Select(one => one.Symbol)));
        Assert.Equal("Round", all[1].Via);
    }

    [Fact]
    public void Find_Method_GivesThoseOfSubtypesOnly()
    {
        using SearchFixture fixture = new SearchFixture().Add(
            ("Shape.cs", "interface IShape\n{\n    double Area();\n}\n"), ("Circle.cs", "class Circle : IShape\n{\n    public double Area()\n    {\n        return 1;\n    }\n}\n"), ("Field.cs", "class Field\n{\n    public double Area()\n    {\n        return 2;\n    }\n}\n"));

        Implementation one = Assert.Single(Find(fixture, "IShape.Area", 3).Found);

        Assert.Equal(("Circle.Area", "overrides", "Circle.cs", 3), (one.Symbol, one.Relation, Encoding.UTF8.GetString(one.PathBytes), one.StartLine));
    }

    [Fact]
    public void Find_MethodWithoutADeclaredBase_SaysThatOnlyTheNameIsTheSame()
    {
        using SearchFixture fixture = new SearchFixture().Add(("a.py", "class A:\n    def area(self):\n        return 1\n\nclass B:\n    def area(self):\n        return 2\n"));

        Assert.All(Find(fixture, "area", 3).Found, one => Assert.Equal("name", one.Relation));
        Assert.Equal(2, Find(fixture, "area", 3).Found.Count);
    }

    private static ImplementationList Find(SearchFixture fixture, string name, int depth)
    {
        using Searcher index = fixture.Open();
        using ImplementationFinder finder = new(index, fixture.Root, TimeProvider.System);
        return finder.Find(name, depth, TimeSpan.FromSeconds(60), static _ => true);
    }
}
