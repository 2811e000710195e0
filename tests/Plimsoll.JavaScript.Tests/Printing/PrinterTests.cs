using System.Text;
using Plimsoll.JavaScript.Parsing;
using Plimsoll.JavaScript.Printing;

namespace Plimsoll.JavaScript.Tests.Printing;

/// <summary>How programs are printed.</summary>
public sealed class PrinterTests
{
    [Theory]
    [InlineData("x=void 0", "x = undefined;")]
    [InlineData("(function(undefined){x=void 0})()", "(function(undefined) {\n  x = void 0;\n})();")]
    [InlineData("with(a)x=void 0", "with (a) {\n  x = void 0;\n}")]
    [InlineData("x=!0,y=!1", "x = true;\ny = false;")]
    [InlineData("x=5e3+.5+5.+1e21+0x10", "x = 5000 + 0.5 + 5 + 1e21 + 0x10;")]
    [InlineData("x=1e-3+1.5e3+25e-1+.001", "x = 0.001 + 1500 + 2.5 + 0.001;")]
    [InlineData("null==a||\"b\"===typeof c||0<d", "if (!(a == null || typeof c === \"b\")) {\n  d > 0;\n}")]
    [InlineData("x=null==a||\"b\"===typeof c||0<d", "x = a == null || typeof c === \"b\" || d > 0;")]
    [InlineData("x=null==undefined", "x = null == undefined;")]
    [InlineData("l:var a=1,b=2", "l: {\n  var a = 1;\n  var b = 2;\n}")]
    [InlineData("a&&b()", "if (a) {\n  b();\n}")]
    [InlineData("a||b()", "if (!a) {\n  b();\n}")]
    [InlineData("a==1||b()", "if (a != 1) {\n  b();\n}")]
    [InlineData("!a&&b()", "if (!a) {\n  b();\n}")]
    [InlineData("a<1||b()", "if (!(a < 1)) {\n  b();\n}")]
    [InlineData("a?b():c?d():e()", "if (a) {\n  b();\n} else if (c) {\n  d();\n} else {\n  e();\n}")]
    [InlineData("var a=1,b=2", "var a = 1;\nvar b = 2;")]
    [InlineData("for(var a=1,b=2;;);", "for (var a = 1, b = 2;;) {}")]
    [InlineData("if(a)b;else for(;;)c()", "if (a) {\n  b;\n} else {\n  for (;;) {\n    c();\n  }\n}")]
    [InlineData("a[\"b\"][\"c-d\"][\"e\"]=1", "a.b[\"c-d\"].e = 1;")]
    [InlineData("5[\"toFixed\"]()", "(5).toFixed();")]
    [InlineData("function f(){return a(),b}", "function f() {\n  a();\n  return b;\n}")]
    [InlineData("\"use strict\";\"a\",b", "\"use strict\";\n(\"a\");\nb;")]
    [InlineData("({a:1}).b,function(){}()", "({ a: 1 }).b;\n(function() {})();")]
    [InlineData("x=`a${1+1}b`", "x = `a${1 + 1}b`;")]
    [InlineData("/*! keep */a()/* gone */+1;// too\n//# sourceMappingURL=x.map", "/*! keep */\na() + 1;\n// too")]
    public void Print_Tidily_WritesTheUsualForm(string text, string expected) => Assert.Equal(expected + "\n", Prints.Print(text));

    [Theory]
    [InlineData("new (a())()", "new (a())();")]
    [InlineData("new (a().b)", "new (a().b)();")]
    [InlineData("(a?.b).c", "(a?.b).c;")]
    [InlineData("x=(a??b)||c", "x = (a ?? b) || c;")]
    [InlineData("(a||b)??c", "(a || b) ?? c;")]
    [InlineData("(-a)**b", "(-a) ** b;")]
    [InlineData("a- -b+ +c- --d", "a - -b + +c - --d;")]
    [InlineData("(a,b).c", "(a, b).c;")]
    [InlineData("x={[(a,b)]:1,[(a,b)](){}}", "x = {\n  [(a, b)]: 1,\n  [(a, b)]() {}\n};")]
    [InlineData("class A{[(a,b)](){}static[(a,b)]=1}", "class A {\n  [(a, b)]() {}\n  static [(a, b)] = 1;\n}")]
    [InlineData("({[(a,b)]:c}=d)", "({ [(a, b)]: c } = d);")]
    [InlineData("a[b,c]", "a[b, c];")]
    [InlineData("({a}=b)", "({ a } = b);")]
    [InlineData("({a:(b)=function(){}}=c)", "({ a: (b) = function() {} } = c);")]
    [InlineData("for([(a)=()=>{}]of b);", "for ([(a) = () => {}] of b) {}")]
    [InlineData("x=()=>({})", "x = () => ({});")]
    [InlineData("x=a=>b", "x = (a) => b;")]
    [InlineData("for(var i=(a in b);;);", "for (var i = (a in b);;) {}")]
    [InlineData("for((let)of x);", "for ((let) of x) {}")]
    [InlineData("(let)[0]=1", "(let)[0] = 1;")]
    [InlineData("(a)=function(){}", "(a) = function() {};")]
    [InlineData("(async()=>{})()", "(async () => {})();")]
    [InlineData("class A extends (b,c){static{d}#e=1;get f(){}static async*g(){}}", "class A extends (b, c) {\n  static {\n    d;\n  }\n  #e = 1;\n  get f() {}\n  static async *g() {}\n}")]
    [InlineData("export default (function(){})", "export default (function() {});")]
    [InlineData("export default (function(){}).a", "export default (function() {}).a;")]
    [InlineData("import a,{b as c}from'd';export{c as default}", "import a, { b as c } from 'd';\nexport { c as default };")]
    public void Print_WhereSomethingElseWouldBeRead_KeepsParentheses(string text, string expected) => Assert.Equal(expected + "\n", Prints.Print(text));

    [Fact]
    public void Print_ShorthandPrototypeWithAnotherName_DoesNotSetThePrototype()
    {
        byte[] printed = Prints.Print("(function(__proto__){return{__proto__}})"u8.ToArray(), SourceGoal.Script, new PrintOptions { Format = false }, renames: true);

        Assert.Matches(@"return\{\[""__proto__""\]:renamed_\d+\}", Encoding.UTF8.GetString(printed));
    }

    [Theory]
    [InlineData("a + +b - -c / /d/.e in f", "a+ +b- -c/ /d/.e in f;")]
    [InlineData("if (a) b; else c", "if(a)b;else c;")]
    [InlineData("return_ = typeof void 0", "return_=typeof void 0;")]
    [InlineData("x = a < !--b", "x=a< !--b;")]
    [InlineData("do a(); while (b)", "do a();while(b);")]
    public void Print_Compactly_HasNoMoreSpacesThanMustBe(string text, string expected) =>
        Assert.Equal(expected, Prints.Print(text, tidy: false, format: false).TrimEnd('\n'));
}
