namespace Plimsoll.Unminify.Tests.Naming;

/// <summary>One test for each family of evidence: a name that it speaks for is among those that are proposed.</summary>
public sealed class EvidenceTests
{
    [Theory]
    [InlineData("a property that is read", "a", "width", "function f(t){var a=t.width;return g(a,a)}")]
    [InlineData("a property that it is stored to", "a", "radius", "function f(a){this.radius=a}")]
    [InlineData("a key of an object literal", "a", "margin", "function f(a){return{margin:a}}")]
    [InlineData("a key of a pattern", "a", "padding", "function f({padding:a}){return a}")]
    [InlineData("a method that is called", "a", "element div el", "var a=document.createElement('div');document.body.appendChild(a)")]
    [InlineData("a module that is required", "a", "path", "function f(){var a=require('path');return a.join('x','y')}")]
    [InlineData("a module that is imported", "a", "react", "import*as a from'react';a.createElement('p')")]
    [InlineData("a name that is imported", "a", "debounce", "import{debounce as a}from'./tools.js';a(1)")]
    [InlineData("the parameter of a catch", "a", "error err", "try{f()}catch(a){console.error(a.message,a.stack)}")]
    [InlineData("an error first", "a", "err error", "fs.readFile('x',function(a,t){if(a)throw a;g(t)})")]
    [InlineData("the parameter of a listener", "a", "event evt", "x.addEventListener('click',function(a){a.preventDefault();a.stopPropagation()})")]
    [InlineData("the second parameter of a loop", "a", "index", "x.forEach(function(t,a){y[a]=t})")]
    [InlineData("a role in a loop", "a", "key prop", "function f(t,n){for(var a in t)t.hasOwnProperty(a)&&(n[a]=t[a])}")]
    [InlineData("what is constructed", "a", "parser", "var n=function(t){var a=new Parser(t);return a.parse()}")]
    [InlineData("a class by its superclass and members", "A", "Component", "class A extends React.Component{render(){return null}setState(t){}}")]
    [InlineData("the property that a function becomes", "a", "text str string source input", "exports.parse=function(a){return a.split('\\n').map(function(t){return t.trim()})}")]
    [InlineData("`this` that is kept", "a", "self this", "function F(){var a=this;setTimeout(function(){a.tick()},9)}")]
    [InlineData("what a function returns and calls", "a", "isArray", "function a(t){return Array.isArray(t)}g(a)")]
    [InlineData("a value that is joined by a default", "a", "options", "function f(t,a){a=a||{};this.delay=a.delay||5;this.once=a.once}")]
    [InlineData("what callers give for a parameter", "a", "children", "function f(a){return g(a)}f(x.children);f(y.children)")]
    [InlineData("what callers give to a constructor", "a", "children", "class K{constructor(a){g(a)}}new K(x.children)")]
    [InlineData("what callers of a method give", "a", "message msg", "var k={measure(a){return g(a)}};k.measure(x.message)")]
    [InlineData("what a function gives to its callback", "a", "message msg", "function f(t,n){n(t.message)}f(x,function(a){return g(a)})")]
    [InlineData("what a function returns whose value it is", "a", "message", "!function(){function f(t){return t.message}var a=f(x);g(a)}()")]
    public void EvidenceSpeaksForAName(string evidence, string own, string names, string program)
    {
        IReadOnlyList<string> proposals = Namings.AllOf(program).First(one => one.Own == own).Proposals;

        Assert.True(proposals.Any(one => names.Split(' ').Contains(one.TrimStart('_'), StringComparer.OrdinalIgnoreCase)), $"{evidence}: {string.Join(' ', proposals)}");
    }
}
