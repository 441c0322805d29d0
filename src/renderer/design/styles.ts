/** The style sheets that hold everywhere, in their order. */
import './tokens.css'
import './base.css'
import './controls.css'
