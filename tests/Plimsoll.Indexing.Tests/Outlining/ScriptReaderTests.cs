namespace Plimsoll.Indexing.Tests.Outlining;

public sealed class ScriptReaderTests
{
    [Fact]
    public void Scan_FunctionsGivenToNames_FindsEach()
    {
        Scanned scanned = Scanned.Of("javascript", """
            // Says it.
            export default function first(a = {}, {b, c}) { return a; }
            const second = (x) => x + 1;
            const third = async x => {
              const inner = function () { return `${[1].map(y => `}${y}`)}`; };
            };
            exports.fourth = function* () {};
            Fifth.prototype.sixth = function () { return a / b / c; };
            export const sixtyth = React.memo(function seventh(props) { return null; });
            const table = {
              eighth() { return /[/}]/.test('x'); },
              ninth: function () {},
              get tenth() { return 1; },
              'eleventh': () => 2,
              [twelfth](x) {},
              data: 3,
            };
            describe('x', () => { it('y', async function thirteenth() {}); });
            """);
        string[] found = scanned.Definitions();
        Assert.Contains("Function first 2-2", found, StringComparer.Ordinal);
        Assert.Contains("Function second 3-3", found, StringComparer.Ordinal);
        Assert.Contains("Function third 4-6", found, StringComparer.Ordinal);
        Assert.Contains("Function inner 5-5 <third", found, StringComparer.Ordinal);
        Assert.Contains("Method sixth 8-8", found, StringComparer.Ordinal);
        Assert.Contains("Method eighth 11-11 <table", found, StringComparer.Ordinal);
        Assert.Equal("first second third inner fourth sixth sixtyth seventh table eighth ninth tenth eleventh twelfth thirteenth", scanned.Names());
        Assert.Equal(1, scanned.Lead("first"));
    }

    [Fact]
    public void Scan_Classes_FindsMembersAndFields()
    {
        Scanned scanned = Scanned.Of("javascript", """
            class Box extends Base {
              state = {open: false};
              #secret = 1;
              static make = () => new Box();
              constructor(props) { super(props); }
              async *items() { yield* this.all; }
              get size() { if (this.x) { return 1; } else { return 2; } }
              #hide() {}
              render() {
                return <div className="a" onClick={() => { this.go('}'); }}>it's {this.props.a < 3 ? <b/> : null} text</div>;
              }
            }
            const Other = class extends Box { run() {} };
            function after() {}
            """);
        Assert.Equal("Box state #secret make constructor items size #hide render Other run after", scanned.Names());
        Assert.Contains("Method render 9-11 <Box", scanned.Definitions(), StringComparer.Ordinal);
        Assert.Contains("Function after 14-14", scanned.Definitions(), StringComparer.Ordinal);
    }

    [Fact]
    public void Scan_TypeScript_FindsTypesAndOverloads()
    {
        Scanned scanned = Scanned.Of("typescript", """
            export interface Shape<T> extends Base { area(): number; name?: string; on: (x: T) => void }
            type Callback = (a: {x: number}) => void;
            declare module "m" { interface Inner { q: 1 } }
            namespace Space { export const enum Colour { Red = 1, Green } }
            export abstract class Box<T extends {a: 1}> implements Shape<T> {
              constructor(private readonly a: string, @Inject() b?: number) {}
              abstract go(): void;
              over(a: string): void;
              over(a: any): {x: 1} | 2 { if (a) { return 2; } return a as any; }
              handler: (e: Event) => void = (e) => { e.stop(); };
              @Input() field?: Map<string, () => void>;
            }
            function cast<T>(x: unknown): x is T { return <T>x !== null; }
            const arrow = async <T,>(x: T): Promise<{a: T}> => { return {a: x}; };
            """);
        string[] found = scanned.Definitions();
        Assert.Contains("Interface Shape 1-1", found, StringComparer.Ordinal);
        Assert.Contains("Type Callback 2-2", found, StringComparer.Ordinal);
        Assert.Contains("Interface Inner 3-3", found, StringComparer.Ordinal);
        Assert.Contains("EnumMember Green 4-4 <Colour", found, StringComparer.Ordinal);
        Assert.Contains("Method go 7-7 <Box", found, StringComparer.Ordinal);
        Assert.Contains("Method over 8-8 <Box", found, StringComparer.Ordinal);
        Assert.Contains("Method over 9-9 <Box", found, StringComparer.Ordinal);
        Assert.Contains("Method handler 10-10 <Box", found, StringComparer.Ordinal);
        Assert.Contains("Function cast 13-13", found, StringComparer.Ordinal);
        Assert.Contains("Function arrow 14-14", found, StringComparer.Ordinal);
        Assert.DoesNotContain("if", scanned.Names().Split(' '), StringComparer.Ordinal);
    }

    [Fact]
    public void Scan_FlowAnnotations_DoNotDerail()
    {
        Scanned scanned = Scanned.Of("javascript", """
            // @flow
            import type {A} from './a';
            export type Props = {| +children?: Node, onClick: (e: Event) => void |};
            opaque type Id: string = string;
            function typed(array: Object): 0 | 1 | 2 { for (;;) { break; } return 0; }
            const value: {[string]: () => void} = {a: () => {}};
            let generic = <T>(x: T): T => x;
            export function last() { do { x(); } while (y); }
            """);
        string[] found = scanned.Definitions();
        Assert.Contains("Type Props 3-3", found, StringComparer.Ordinal);
        Assert.Contains("Function typed 5-5", found, StringComparer.Ordinal);
        Assert.Contains("Function generic 7-7", found, StringComparer.Ordinal);
        Assert.Contains("Function last 8-8", found, StringComparer.Ordinal);
        Assert.DoesNotContain("for", scanned.Names().Split(' '), StringComparer.Ordinal);
    }

    [Fact]
    public void Scan_NoSemicolons_EndsStatementsAtLines()
    {
        Scanned scanned = Scanned.Of("javascript", "const a = 1\nconst b = () => {\n  c()\n}\nclass D {\n  e = 2\n  f() {}\n}\nfunction g() {}\n");
        Assert.Equal("a b D e f g", scanned.Names());
    }

    [Fact]
    public void Scan_Tsx_ReadsElementsAndGenerics()
    {
        Scanned scanned = Scanned.Of("tsx", "export const A = <T,>(p: T) => <>\n  <Foo.Bar x={p} y='a>b' {...p} /> don't\n  {list.map((i) => <li key={i}>{i}</li>)}\n</>;\nfunction B() { return a < b && c > d; }\nfunction C() {}\n");
        Assert.Equal("A B C", scanned.Names());
    }
}
