<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis version="3.22.0" styleCategories="AllStyleCategories" labelsEnabled="1" hasScaleBasedVisibilityFlag="0" simplifyDrawingHints="1">
 <temporal mode="4" enabled="1" startField="" endField="" durationField="" durationUnit="min" fixedDuration="0" accumulate="0" startExpression="coalesce(&quot;time_utc&quot;, make_datetime(1, 1, 1, 0, 0, 0))" endExpression="">
  <fixedRange>
   <start />
   <end />
  </fixedRange>
 </temporal>
 <renderer-v2 type="RuleRenderer" symbollevels="0" forceraster="0" enableorderby="0">
  <rules key="{00000000-0000-4000-8000-000000000000}">
   <rule key="{00000000-0000-4000-8000-000000000001}" symbol="0" label="Place of the incident, with its extent" filter="&quot;kind&quot; = 'place' AND &quot;role&quot; = 'incident'" />
   <rule key="{00000000-0000-4000-8000-000000000002}" symbol="1" label="Place that a distance is measured from" filter="&quot;kind&quot; = 'place' AND &quot;role&quot; = 'anchor'" />
   <rule key="{00000000-0000-4000-8000-000000000003}" symbol="2" label="First explosion" filter="&quot;site&quot; = 'site-1' AND &quot;reading&quot; = ''" />
   <rule key="{00000000-0000-4000-8000-000000000004}" symbol="3" label="Second explosion · from the first explosion · 20%" filter="&quot;site&quot; = 'site-2' AND &quot;reading&quot; = 'from the first explosion'" />
   <rule key="{00000000-0000-4000-8000-000000000005}" symbol="4" label="Second explosion · from the grave of General Soleimani · 80%" filter="&quot;site&quot; = 'site-2' AND &quot;reading&quot; = 'from the grave of General Soleimani'" />
   <rule key="{00000000-0000-4000-8000-000000000006}" symbol="5" label="The distance as the words say it" filter="&quot;anchor_lon&quot; IS NOT NULL AND &quot;distance_high_m&quot; &gt; 2 * coalesce(@map_scale, 60640) / 1000" />
   <rule key="{00000000-0000-4000-8000-000000000007}" symbol="6" label="Too small to draw at this scale" filter="&quot;uncertainty_m&quot; &lt; 0.7 * coalesce(@map_scale, 60640) / 1000" />
  </rules>
  <symbols>
   <symbol type="fill" name="0" alpha="1.0" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="2">
     <Option type="Map">
      <Option name="color" type="QString" value="40,44,52,18" />
      <Option name="style" type="QString" value="solid" />
      <Option name="outline_color" type="QString" value="40,44,52,255" />
      <Option name="outline_style" type="QString" value="solid" />
      <Option name="outline_width" type="QString" value="0.26" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="round" />
     </Option>
    </layer>
   </symbol>
   <symbol type="fill" name="1" alpha="1.0" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="3">
     <Option type="Map">
      <Option name="color" type="QString" value="40,44,52,31" />
      <Option name="style" type="QString" value="solid" />
      <Option name="outline_color" type="QString" value="40,44,52,255" />
      <Option name="outline_style" type="QString" value="solid" />
      <Option name="outline_width" type="QString" value="0.3" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="round" />
     </Option>
    </layer>
   </symbol>
   <symbol type="fill" name="2" alpha="1.0" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="4">
     <Option type="Map">
      <Option name="color" type="QString" value="11,95,165,51" />
      <Option name="style" type="QString" value="solid" />
      <Option name="outline_color" type="QString" value="11,95,165,255" />
      <Option name="outline_style" type="QString" value="solid" />
      <Option name="outline_width" type="QString" value="0.4" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="round" />
     </Option>
    </layer>
   </symbol>
   <symbol type="fill" name="3" alpha="1.0" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="4">
     <Option type="Map">
      <Option name="color" type="QString" value="191,67,8,20" />
      <Option name="style" type="QString" value="solid" />
      <Option name="outline_color" type="QString" value="191,67,8,255" />
      <Option name="outline_style" type="QString" value="no" />
      <Option name="outline_width" type="QString" value="0" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="round" />
     </Option>
    </layer>
    <layer class="SimpleFill" enabled="1" locked="0" pass="4">
     <Option type="Map">
      <Option name="color" type="QString" value="191,67,8,153" />
      <Option name="style" type="QString" value="b_diagonal" />
      <Option name="outline_color" type="QString" value="191,67,8,255" />
      <Option name="outline_style" type="QString" value="dot" />
      <Option name="outline_width" type="QString" value="0.4" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="round" />
     </Option>
    </layer>
   </symbol>
   <symbol type="fill" name="4" alpha="1.0" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="4">
     <Option type="Map">
      <Option name="color" type="QString" value="191,67,8,51" />
      <Option name="style" type="QString" value="solid" />
      <Option name="outline_color" type="QString" value="191,67,8,255" />
      <Option name="outline_style" type="QString" value="solid" />
      <Option name="outline_width" type="QString" value="0.4" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="round" />
     </Option>
    </layer>
   </symbol>
   <symbol type="fill" name="5" alpha="1.0" clip_to_extent="1" force_rhr="0">
    <layer class="GeometryGenerator" enabled="1" locked="0" pass="5">
     <Option type="Map">
      <Option name="SymbolType" type="QString" value="Line" />
      <Option name="geometryModifier" type="QString" value="collect_geometries(array_foreach(array_filter(array(&quot;distance_low_m&quot;, &quot;distance_high_m&quot;), @element &gt; 0), with_variable('bound', @element, CASE WHEN @bound &lt; 30000 AND &quot;bearing_deg&quot; IS NULL AND abs(&quot;anchor_lat&quot;) &lt; 80 THEN boundary(make_ellipse(make_point(&quot;anchor_lon&quot;, &quot;anchor_lat&quot;), @bound * 180 / pi() / (6378137 / sqrt((1 - 0.00669438 * sin(radians(&quot;anchor_lat&quot;)) ^ 2))) / cos(radians(&quot;anchor_lat&quot;)), @bound * 180 / pi() / (6335439 / (1 - 0.00669438 * sin(radians(&quot;anchor_lat&quot;)) ^ 2) ^ 1.5), 90, 72)) ELSE with_variable('from', coalesce(&quot;bearing_deg&quot;, 0) - coalesce(&quot;bearing_half_width_deg&quot;, 180), with_variable('to', coalesce(&quot;bearing_deg&quot;, 0) + coalesce(&quot;bearing_half_width_deg&quot;, 180), make_line(array_foreach(generate_series(0, 72), with_variable('az', @from + @element * (@to - @from) / 72, with_variable('d', @bound / (1 / (cos(radians(@az)) ^ 2 * (1 - 0.00669438 * sin(radians(&quot;anchor_lat&quot;)) ^ 2) ^ 1.5 / 6335439 + sin(radians(@az)) ^ 2 * sqrt((1 - 0.00669438 * sin(radians(&quot;anchor_lat&quot;)) ^ 2)) / 6378137)), with_variable('lat2', asin(sin(radians(&quot;anchor_lat&quot;)) * cos(@d) + cos(radians(&quot;anchor_lat&quot;)) * sin(@d) * cos(radians(@az))), make_point(&quot;anchor_lon&quot; + degrees(atan2(sin(radians(@az)) * sin(@d) * cos(radians(&quot;anchor_lat&quot;)), cos(@d) - sin(radians(&quot;anchor_lat&quot;)) * sin(@lat2))), degrees(@lat2))))))))) END)))" />
      <Option name="units" type="QString" value="MapUnit" />
     </Option>
     <symbol type="line" name="@0@0" alpha="1.0" clip_to_extent="1" force_rhr="0">
      <layer class="SimpleLine" enabled="1" locked="0" pass="0">
       <Option type="Map">
        <Option name="line_color" type="QString" value="40,44,52,230" />
        <Option name="line_width" type="QString" value="0.3" />
        <Option name="line_width_unit" type="QString" value="MM" />
        <Option name="use_custom_dash" type="QString" value="1" />
        <Option name="customdash" type="QString" value="2;1.4" />
        <Option name="customdash_unit" type="QString" value="MM" />
        <Option name="capstyle" type="QString" value="flat" />
       </Option>
      </layer>
     </symbol>
    </layer>
   </symbol>
   <symbol type="fill" name="6" alpha="1.0" clip_to_extent="1" force_rhr="0">
    <layer class="GeometryGenerator" enabled="1" locked="0" pass="5">
     <Option type="Map">
      <Option name="SymbolType" type="QString" value="Marker" />
      <Option name="geometryModifier" type="QString" value="make_point(&quot;label_lon&quot;, &quot;label_lat&quot;)" />
      <Option name="units" type="QString" value="MapUnit" />
     </Option>
     <symbol type="marker" name="@0@0" alpha="1.0" clip_to_extent="1" force_rhr="0">
      <layer class="SimpleMarker" enabled="1" locked="0" pass="0">
       <Option type="Map">
        <Option name="name" type="QString" value="circle" />
        <Option name="color" type="QString" value="255,255,255,120" />
        <Option name="outline_color" type="QString" value="40,44,52,255" />
        <Option name="outline_width" type="QString" value="0.3" />
        <Option name="outline_width_unit" type="QString" value="MM" />
        <Option name="size" type="QString" value="1.8" />
        <Option name="size_unit" type="QString" value="MM" />
       </Option>
      </layer>
     </symbol>
    </layer>
   </symbol>
  </symbols>
 </renderer-v2>
 <labeling type="simple">
  <settings>
   <text-style isExpression="1" fieldName="wordwrap(replace(&quot;label&quot;, ' (', '\n('), 32) || CASE WHEN &quot;unbounded&quot; THEN ' →' ELSE '' END" fontFamily="Sans Serif" fontSize="9" fontSizeUnit="Point" fontWeight="50" textColor="40,44,52,255" textOpacity="1" multilineHeight="1">
    <text-buffer bufferDraw="1" bufferSize="0.9" bufferSizeUnits="MM" bufferColor="255,255,255,255" bufferOpacity="0.85" bufferJoinStyle="128" bufferNoFill="1" />
    <dd_properties>
     <Option type="Map">
      <Option name="name" type="QString" value="" />
      <Option name="properties" type="Map">
       <Option name="Size" type="Map">
        <Option name="active" type="bool" value="true" />
        <Option name="expression" type="QString" value="CASE WHEN &quot;kind&quot; = 'place' THEN 8 ELSE 9.5 END" />
        <Option name="type" type="int" value="3" />
       </Option>
       <Option name="Bold" type="Map">
        <Option name="active" type="bool" value="true" />
        <Option name="expression" type="QString" value="&quot;kind&quot; &lt;&gt; 'place'" />
        <Option name="type" type="int" value="3" />
       </Option>
       <Option name="Color" type="Map">
        <Option name="active" type="bool" value="true" />
        <Option name="expression" type="QString" value="CASE WHEN &quot;kind&quot; = 'place' THEN color_rgb(90,96,106) ELSE color_rgb(40,44,52) END" />
        <Option name="type" type="int" value="3" />
       </Option>
      </Option>
      <Option name="type" type="QString" value="collection" />
     </Option>
    </dd_properties>
   </text-style>
   <placement placement="6" predefinedPositionOrder="TR,TL,BR,BL,R,L,TSR,BSR" dist="1.6" distUnits="MM" offsetType="0" geometryGeneratorEnabled="1" geometryGenerator="make_point(&quot;label_lon&quot;, &quot;label_lat&quot;)" geometryGeneratorType="PointGeometry" priority="5" layerType="PolygonGeometry" />
   <rendering obstacle="0" drawLabels="1" displayAll="0" scaleVisibility="0" />
   <dd_properties>
    <Option type="Map">
     <Option name="name" type="QString" value="" />
     <Option name="properties" type="Map">
      <Option name="Priority" type="Map">
       <Option name="active" type="bool" value="true" />
       <Option name="expression" type="QString" value="CASE WHEN &quot;kind&quot; = 'place' THEN 3 ELSE 10 END" />
       <Option name="type" type="int" value="3" />
      </Option>
     </Option>
     <Option name="type" type="QString" value="collection" />
    </Option>
   </dd_properties>
  </settings>
 </labeling>
 <blendMode>0</blendMode>
 <featureBlendMode>0</featureBlendMode>
 <aliases>
  <alias field="feature_id" index="1" name="Feature" />
  <alias field="kind" index="2" name="Kind" />
  <alias field="role" index="3" name="Role" />
  <alias field="name" index="4" name="Name" />
  <alias field="label" index="5" name="Label" />
  <alias field="site" index="6" name="Site" />
  <alias field="relation" index="7" name="Relation" />
  <alias field="shape" index="8" name="Shape" />
  <alias field="anchor" index="9" name="Measured from" />
  <alias field="anchor_lon" index="10" name="Anchor longitude" />
  <alias field="anchor_lat" index="11" name="Anchor latitude" />
  <alias field="distance_m" index="12" name="Distance (m)" />
  <alias field="distance_low_m" index="13" name="Distance from (m)" />
  <alias field="distance_high_m" index="14" name="Distance to (m)" />
  <alias field="bearing_deg" index="15" name="Bearing (°)" />
  <alias field="bearing_half_width_deg" index="16" name="Bearing ± (°)" />
  <alias field="uncertainty_m" index="17" name="Uncertainty (m)" />
  <alias field="unbounded" index="18" name="Unbounded" />
  <alias field="reading" index="19" name="Reading" />
  <alias field="weight" index="20" name="Weight" />
  <alias field="time_utc" index="21" name="Time (UTC)" />
  <alias field="time_local" index="22" name="Time (local)" />
  <alias field="time_precision" index="23" name="Time precision" />
  <alias field="killed_low" index="24" name="Killed, at least" />
  <alias field="killed_high" index="25" name="Killed, at most" />
  <alias field="killed_scope" index="26" name="Killed, who" />
  <alias field="killed_by" index="27" name="Killed, said by" />
  <alias field="quote" index="28" name="Quote" />
  <alias field="quote_start" index="29" name="Quote starts" />
  <alias field="quote_end" index="30" name="Quote ends" />
  <alias field="by" index="31" name="Said by" />
  <alias field="source" index="32" name="Source" />
  <alias field="confidence" index="33" name="Confidence" />
  <alias field="because" index="34" name="Because" />
  <alias field="label_lon" index="35" name="Label longitude" />
  <alias field="label_lat" index="36" name="Label latitude" />
 </aliases>
 <previewExpression>"label"</previewExpression>
 <mapTip>&lt;div style='max-width:26em'&gt;&lt;b&gt;[% replace(replace(replace(replace("label", '&amp;', '&amp;amp;'), '&lt;', '&amp;lt;'), '&gt;', '&amp;gt;'), '"', '&amp;quot;') %]&lt;/b&gt;[% CASE WHEN "time_local" &lt;&gt; '' THEN '&lt;br&gt;' || replace(replace(replace(replace("time_local", '&amp;', '&amp;amp;'), '&lt;', '&amp;lt;'), '&gt;', '&amp;gt;'), '"', '&amp;quot;') || '' ELSE '' END %][% CASE WHEN "quote" &lt;&gt; '' THEN '&lt;p&gt;“' || replace(replace(replace(replace("quote", '&amp;', '&amp;amp;'), '&lt;', '&amp;lt;'), '&gt;', '&amp;gt;'), '"', '&amp;quot;') || '”&lt;/p&gt;' ELSE '' END %][% CASE WHEN "by" &lt;&gt; '' THEN '&lt;p&gt;Said by ' || replace(replace(replace(replace("by", '&amp;', '&amp;amp;'), '&lt;', '&amp;lt;'), '&gt;', '&amp;gt;'), '"', '&amp;quot;') || '&lt;/p&gt;' ELSE '' END %]&lt;p&gt;Anywhere inside; all doubt within [% format_number("uncertainty_m", 0) %] m.&lt;/p&gt;[% CASE WHEN "because" &lt;&gt; '' THEN '&lt;p&gt;&lt;small&gt;' || replace(replace(replace(replace("because", '&amp;', '&amp;amp;'), '&lt;', '&amp;lt;'), '&gt;', '&amp;gt;'), '"', '&amp;quot;') || '&lt;/small&gt;&lt;/p&gt;' ELSE '' END %][% CASE WHEN "source" &lt;&gt; '' THEN '&lt;p&gt;&lt;small&gt;Source: ' || replace(replace(replace(replace("source", '&amp;', '&amp;amp;'), '&lt;', '&amp;lt;'), '&gt;', '&amp;gt;'), '"', '&amp;quot;') || '&lt;/small&gt;&lt;/p&gt;' ELSE '' END %]&lt;/div&gt;</mapTip>
 <layerGeometryType>2</layerGeometryType>
</qgis>
