namespace Plimsoll.Indexing.Tests.Outlining;

public sealed class DeclaratorReaderTests
{
    [Fact]
    public void Scan_CFunctionsOfAllShapes_FindsEachName()
    {
        Scanned scanned = Scanned.Of("c", """
            #include <stdio.h>
            #define SQUARE(x) \
                ((x) * (x))

            /* Adds two numbers. */
            static inline int __attribute__((pure))
            add(int left,
                int right)
            {
                char brace = '{';
                return left + right; /* } */
            }

            int old(left, right)
                int left;
                char right;
            {
                return left;
            }

            SYSCALL_DEFINE2(touch, const char *, path, int, flags)
            {
                return 0;
            }

            void guarded(void) __acquires(lock)
            {
                puts("}");
            }

            static DEFINE_MUTEX(big_lock);
            """);
        Assert.Equal(
            ["Macro SQUARE 2-3", "Function add 7-12", "Function old 14-19", "Function touch 21-24", "Function guarded 26-29", "Variable big_lock 31-31"],
            scanned.Definitions());
        Assert.Equal(5, scanned.Lead("add"));
    }

    [Fact]
    public void Scan_CTypesAndVariables_FindsThem()
    {
        Scanned scanned = Scanned.Of("c", """
            struct point {
                int x, y;
                struct inner { int z; } in;
            };
            typedef struct { int a; } anonymous_t;
            typedef int (*callback_t)(void *);
            enum colour { RED, GREEN = 2 };
            union both { int i; float f; };
            extern int elsewhere(int);
            static const struct ops table = {
                .open = add,
            };
            """);
        Assert.Equal("point inner anonymous_t callback_t colour RED GREEN both table", scanned.Names());
    }

    [Fact]
    public void Scan_BranchesThatUnbalanceBraces_GoesOnAfterThem()
    {
        Scanned scanned = Scanned.Of("c", """
            #ifdef A
            int first(int a) {
            #else
            int first(void) {
            #endif
                if (a) {
                    return 1;
            #if B
                } else {
            #else
                } else if (a) {
            #endif
                    return 2;
                }
                return 0;
            }
            #if 0
            int never(void) { {
            #else
            int second(void) { return 2; }
            #endif
            int third(void) { return 3; }
            """);
        Assert.Equal(["Function first 2-16", "Function second 20-20", "Function third 22-22"], scanned.Definitions());
    }

    [Fact]
    public void Scan_BothBranchesComplete_FindsBoth()
    {
        Scanned scanned = Scanned.Of("c", "#ifdef A\nint f(void) { return 1; }\n#else\nint f(void) { return 2; }\n#endif\nint g(void) { return 0; }\n");
        Assert.Equal(["Function f 2-2", "Function f 4-4", "Function g 6-6"], scanned.Definitions());
    }

    [Fact]
    public void Scan_Cpp_FindsQualifiedTemplatedAndLocalNames()
    {
        Scanned scanned = Scanned.Of("cpp", """
            namespace outer {
            template <typename T, int N = 3>
            class EXPORT Box final : public Base<T> {
            public:
                explicit Box(int a) : a_{a}, b_(2) {}
                ~Box() {}
                bool operator==(const Box& other) const { return true; }
                std::function<void(int)> handler() const noexcept { return {}; }
            private:
                int a_ = 1'000;
            };
            int Box<int>::size() const { struct Local { int q() { return 1; } }; return 0; }
            const char* text = R"x(}}} " )x";
            using Alias = int;
            }
            """);
        Assert.Equal("outer Box Box ~Box operator== handler size Local q text Alias", scanned.Names());
        Assert.Contains("Method size 12-12 <outer", scanned.Definitions(), StringComparer.Ordinal);
    }

    [Fact]
    public void Scan_Java_FindsMembersAtAnyDepth()
    {
        Scanned scanned = Scanned.Of("java", """
            package a.b;
            import java.util.*;
            /** Doc. */
            @Deprecated(since = "1")
            public abstract class Outer<T extends Comparable<T>> extends Base implements Runnable {
                private final Map<String, List<T>> map = new HashMap<>() {
                    @Override
                    public int size() { return 1; }
                };
                static { System.out.println("{"); }
                public Outer(int a) throws Exception { this.a = a; }
                @Override
                @SuppressWarnings({"unchecked", "x"})
                public <R> R run(Function<T, R> f,
                                 int... rest) throws IOException {
                    Runnable r = new Runnable() {
                        public void run2() { }
                    };
                    class Local { void inLocal() { } }
                    return null;
                }
                abstract void nothing();
                enum Kind { A("x") { void body() { } }, B; Kind() { } }
                record Point(int x, int y) { Point { } }
                @interface Marker { int value() default 3; }
            }
            """);
        Assert.Equal(
            "Outer map size Outer run run2 Local inLocal nothing Kind A body B Kind Point Point Marker value",
            scanned.Names());
        Assert.Contains("Method run2 17-17 <run", scanned.Definitions(), StringComparer.Ordinal);
        Assert.Equal(3, scanned.Lead("Outer"));
        Assert.Equal(12, scanned.Lead("run"));
    }

    [Fact]
    public void Scan_CSharp_FindsPropertiesRecordsAndArrows()
    {
        Scanned scanned = Scanned.Of("csharp", """"
            namespace A.B;
            public sealed record Pair(int Left, int Right);
            [Serializable]
            internal class Box<T> : IBox where T : class
            {
                private readonly int _count = 3;
                public string Name { get; set; } = $"a{1 + "}".Length}";
                public int Twice => _count * 2;
                public Box(int count) => _count = count;
                public T? Find<TKey>(TKey key) where TKey : notnull
                {
                    string text = @"c:\";
                    string raw = """ } " """;
                    return default;
                }
                public static bool operator ==(Box<T> a, Box<T> b) => true;
                public delegate void Handler(int x);
            #if DEBUG
                void OnlyDebug() { }
            #endif
            }
            """");
        Assert.Equal("A.B Pair Box _count Name Twice Box Find operator == Handler OnlyDebug", scanned.Names());
        Assert.Contains("Method Find 10-15 <Box", scanned.Definitions(), StringComparer.Ordinal);
    }

    [Fact]
    public void Scan_ObjectiveC_FindsClassesAndMethods()
    {
        Scanned scanned = Scanned.Of("objective-c", "@implementation Box\n- (void)open:(int)how {\n  x();\n}\n+ (id)make { return nil; }\n@end\nint f(void) { return 1; }\n");
        Assert.Equal("Box open make f", scanned.Names());
    }

    [Fact]
    public void Scan_Dart_FindsClassesAndArrows()
    {
        Scanned scanned = Scanned.Of("dart", "class Box extends Base {\n  final int a = 1;\n  int get twice => a * 2;\n  Box(this.a);\n  void open(int x) { }\n}\nvoid main() { }\n");
        Assert.Contains("Box", scanned.Names(), StringComparison.Ordinal);
        Assert.Contains("open", scanned.Names(), StringComparison.Ordinal);
        Assert.Contains("main", scanned.Names(), StringComparison.Ordinal);
    }

    [Fact]
    public void Scan_Groovy_EndsStatementsAtLines()
    {
        Scanned scanned = Scanned.Of("groovy", "class Box {\n  def count = 1\n  def open(x) {\n    x + 1\n  }\n}\n");
        Assert.Contains("Box", scanned.Names(), StringComparison.Ordinal);
        Assert.Contains("open", scanned.Names(), StringComparison.Ordinal);
    }
}
