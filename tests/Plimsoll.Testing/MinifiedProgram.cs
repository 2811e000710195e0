using System.Globalization;
using System.Text;

namespace Plimsoll.Testing;

/// <summary>Programs as minifiers write them: one line, one wrapper, short names that are used again in every scope.</summary>
public static class MinifiedProgram
{
    /// <summary>A program of so many functions, ten bindings each and one outside.</summary>
    public static string Make(int functions)
    {
        StringBuilder text = new("!function(){\"use strict\";");
        for (int i = 0; i < functions; i++)
        {
            string name = $"f{i.ToString(CultureInfo.InvariantCulture)}";
            string other = $"f{(i / 2).ToString(CultureInfo.InvariantCulture)}";
            text.Append(CultureInfo.InvariantCulture, $"function {name}(e,t){{var n=e.items,r=t.count{i},o=[],a=document.createElement(\"div\");for(var i=0;i<n.length;i++){{var s=n[i];s.visible&&o.push(s.name+r)}}");
            text.Append(CultureInfo.InvariantCulture, $"if(!Array.isArray(n))throw new TypeError(\"the panel {i} expects a list of items and got something else\");localStorage.setItem(\"panel.{i}.count\",String(r));");
            text.Append(CultureInfo.InvariantCulture, $"window.dispatchEvent(new CustomEvent(\"panel:{i}:changed\",{{detail:{{source:\"panel-{i}\",previous:n.length,current:o.length}}}}));");
            text.Append(CultureInfo.InvariantCulture, $"try{{a.appendChild({other}(o,r))}}catch(c){{console.error(\"part {i} failed\",c.message)}}return o.map(function(e){{return e.id}}).concat(a)}}");
        }

        return text.Append("window.app={start:f0}}();\n").ToString();
    }
}
